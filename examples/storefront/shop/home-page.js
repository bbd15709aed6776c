// SPDX-License-Identifier: Apache-2.0
// The front page: the morning scene, the shelves with filter and order, the workshop, praise.

import { findProduct, pageOf, products, shelves } from "./catalogue/products.js";
import { praise } from "./catalogue/reviews.js";
import { el, fill, icon } from "./elements.js";
import { drawFrame } from "./frame.js";
import { amount, language, local, price, say, words } from "./language.js";
import { card, chatButton, ratingOf, reviewItem } from "./parts.js";

const orders = {
  shelf: (list) => list,
  price: (list) => [...list].sort((a, b) => least(a) - least(b)),
  new: (list) => [...list].sort((a, b) => b.added - a.added),
  loved: (list) => [...list].sort((a, b) => b.rating.mean - a.rating.mean || b.rating.count - a.rating.count),
};

const asked = new URLSearchParams(location.search).get("shelf");
let shelf = shelves.includes(asked) ? asked : "all";
let order = "shelf";

drawFrame(words.titles.home, shelf);
fill(document.getElementById("main"), hero(), goods(), story(), promises(), voices());
if (location.hash === "#shelves") document.getElementById("shelves").scrollIntoView();

function hero() {
  const kettle = findProduct("blue-kettle");
  const cheapest = amount(least(kettle));
  return el(
    "section",
    { class: "hero", "aria-labelledby": "hero-title" },
    el(
      "div",
      { class: "hero-row wide" },
      el(
        "div",
        { class: "hero-text" },
        el("p", { class: "kicker" }, words.hero.kicker),
        el("h1", { id: "hero-title" }, words.hero.title),
        el("p", { class: "lead" }, words.hero.text),
        el(
          "p",
          { class: "actions" },
          el("a", { class: "button", href: "#shelves" }, words.hero.shop),
          el("a", { class: "button button-bare", href: pageOf(kettle) }, words.hero.kettle, icon("next")),
        ),
      ),
      el(
        "div",
        { class: "hero-scene" },
        el("img", {
          src: "/demo/scene-morning.svg",
          width: 1200,
          height: 1080,
          alt: words.hero.picture,
          fetchpriority: "high",
        }),
        el(
          "a",
          { class: "hero-card", href: pageOf(kettle) },
          el("b", {}, local(kettle.name)),
          el("span", {}, say(words.grid.from, { amount: cheapest })),
          ratingOf(kettle, true),
        ),
      ),
    ),
  );
}

function goods() {
  const list = el("ul", { class: "grid" });
  const count = el("p", { class: "shown", "aria-live": "polite" });
  const draw = () => {
    const chosen = orders[order](products.filter((product) => shelf === "all" || product.shelf === shelf));
    const whole = shelf === "all" && order === "shelf";
    fill(
      list,
      chosen.map((product) => card(product, { large: whole && product.feature === true })),
      whole && askTile(),
    );
    list.classList.toggle("grid-whole", whole);
    fill(count, say(words.grid.shown, { n: chosen.length }));
  };
  const filters = ["all", ...shelves].map((name) =>
    el(
      "label",
      { class: "chip" },
      el("input", {
        type: "radio",
        name: "shelf",
        value: name,
        checked: name === shelf,
        on: { change: () => choose(name, draw) },
      }),
      el("span", {}, words.nav[name]),
    ),
  );
  const sorts = el(
    "select",
    {
      id: "sort",
      on: {
        change: (event) => {
          order = event.target.value;
          draw();
        },
      },
    },
    Object.keys(orders).map((key) => el("option", { value: key }, words.grid.sorts[key])),
  );
  draw();
  return el(
    "section",
    { class: "wide shelves", id: "shelves", "aria-labelledby": "shelves-title" },
    el("div", { class: "section-head" }, el("h2", { id: "shelves-title" }, words.grid.title), count),
    el(
      "div",
      { class: "controls" },
      el("fieldset", { class: "chips" }, el("legend", { class: "unseen" }, words.grid.filter), filters),
      el(
        "div",
        { class: "sort" },
        el("label", { for: "sort" }, words.grid.sort),
        el("span", { class: "select" }, sorts),
      ),
    ),
    list,
  );
}

function choose(name, draw) {
  shelf = name;
  const url = new URL(location.href);
  if (name === "all") url.searchParams.delete("shelf");
  else url.searchParams.set("shelf", name);
  history.replaceState(null, "", url);
  for (const link of document.querySelectorAll(".shelf-nav a")) {
    const mine = (new URL(link.href).searchParams.get("shelf") ?? "all") === name;
    if (mine) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  draw();
}

function askTile() {
  return el(
    "li",
    { class: "ask-tile" },
    el("h3", {}, words.ask.title),
    el("p", {}, words.ask.text),
    chatButton(words.ask.button, "button button-light"),
  );
}

function story() {
  return el(
    "section",
    { class: "story", "aria-labelledby": "story-title" },
    el(
      "div",
      { class: "story-row wide" },
      el("img", {
        class: "story-picture",
        src: "/demo/scene-shelf.svg",
        width: 1200,
        height: 1000,
        alt: words.story.picture,
        loading: "lazy",
      }),
      el(
        "div",
        {},
        el("p", { class: "kicker" }, words.story.kicker),
        el("h2", { id: "story-title" }, words.story.title),
        el("p", { class: "lead" }, words.story.text),
        el(
          "dl",
          { class: "facts" },
          words.story.facts.map(([figure, what]) => el("div", {}, el("dt", {}, what), el("dd", {}, figure))),
        ),
      ),
    ),
  );
}

function promises() {
  return el(
    "ul",
    { class: "promises wide" },
    words.promises.map(([sign, title, text]) =>
      el("li", {}, icon(sign), el("h3", {}, title), el("p", {}, text)),
    ),
  );
}

function voices() {
  return el(
    "section",
    { class: "wide voices", "aria-labelledby": "voices-title" },
    el("h2", { id: "voices-title" }, words.praise.title),
    el(
      "ul",
      { class: "voice-row" },
      praise(language).map((review) => {
        const item = reviewItem(review);
        const product = findProduct(review.product);
        item.append(el("a", { class: "voice-product", href: pageOf(product) }, local(product.name)));
        return item;
      }),
    ),
  );
}

function least(product) {
  return Math.min(...product.sizes.map(price));
}
