// SPDX-License-Identifier: Apache-2.0
// One product: pictures with its measurements, sizes, stock, cart, details, reviews, neighbours.

import { countOf, deliveryRates, setCount } from "./cart.js";
import { findProduct, findSize, firstSize, neighbours, pageOf, picture, soldOut, stockState } from "./catalogue/products.js";
import { reviewsOf } from "./catalogue/reviews.js";
import { decimal, offer as offerInChat } from "./chat.js";
import { el, fill, icon, stars } from "./elements.js";
import { drawFrame, notice } from "./frame.js";
import { amount, language, local, mean, money, price, say, words } from "./language.js";
import { measured } from "./measured.js";
import { backdrop, card, chatButton, ratingOf, reviewItem, stepper } from "./parts.js";

const query = new URLSearchParams(location.search);
const product = findProduct(query.get("id"));
const main = document.getElementById("main");

if (product) {
  drawFrame(say(words.titles.page, { name: local(product.name) }), product.shelf);
  drawProduct();
} else {
  drawFrame(words.titles.home);
  fill(
    main,
    el(
      "section",
      { class: "wide nothing" },
      el("h1", {}, words.product.missing),
      el("p", {}, el("a", { class: "button", href: "/#shelves" }, words.product.back)),
    ),
  );
}

function drawProduct() {
  let size = findSize(product, query.get("size")) ?? firstSize(product);
  const pictures = gallery(() => size);
  const offer = el("div", { class: "offer" });
  const table = el("dl", { class: "spec" });
  const show = () => {
    drawOffer(offer, size);
    drawSpec(table, size);
    pictures.refresh();
    offerSize(size);
  };
  const sizes = product.sizes.map((one) =>
    el(
      "label",
      { class: one.stock === 0 ? "size size-out" : "size" },
      el("input", {
        type: "radio",
        name: "size",
        value: one.id,
        checked: one === size,
        on: {
          change: () => {
            size = one;
            rememberSize(one);
            show();
          },
        },
      }),
      el("span", { class: "size-name" }, local(one.name)),
      el("span", { class: "size-price" }, one.stock === 0 ? words.product.gone : amount(price(one))),
    ),
  );
  fill(
    main,
    crumbs(),
    el(
      "section",
      { class: "product wide", "aria-labelledby": "product-name" },
      pictures.node,
      el(
        "div",
        { class: "buy" },
        el("h1", { id: "product-name" }, local(product.name)),
        el("p", { class: "lead" }, local(product.line)),
        el("a", { class: "rating-link", href: "#reviews" }, ratingOf(product)),
        el("fieldset", { class: "sizes" }, el("legend", {}, words.product.size), sizes),
        offer,
        el(
          "div",
          { class: "folds" },
          fold(words.product.about, el("p", {}, local(product.story)), true),
          fold(words.product.details, table),
          fold(words.product.care, el("p", {}, local(product.care))),
          fold(
            words.product.delivery,
            el(
              "p",
              {},
              say(words.product.deliveryText, {
                amount: amount(deliveryRates.post),
                free: amount(deliveryRates.free),
              }),
            ),
          ),
        ),
      ),
    ),
    reviews(),
    el(
      "section",
      { class: "wide near", "aria-labelledby": "near-title" },
      el("h2", { id: "near-title" }, words.product.near),
      el(
        "ul",
        { class: "grid" },
        neighbours(product, 4).map((other) => card(other)),
      ),
    ),
  );
  show();
}

function offerSize(size) {
  offerInChat("product", {
    id: product.id,
    name: local(product.name),
    price: decimal(price(size)),
    currency: money.code,
    picture: picture(product),
    url: pageOf(product, size),
    stock: stockState(size),
    options: product.sizes.length > 1 ? [local(size.name)] : [],
  });
}

function crumbs() {
  return el(
    "nav",
    { class: "crumbs wide", "aria-label": words.product.crumbs },
    el(
      "ol",
      {},
      el("li", {}, el("a", { href: "/" }, words.product.home)),
      el("li", {}, el("a", { href: `/?shelf=${product.shelf}#shelves` }, words.nav[product.shelf])),
      el("li", { "aria-current": "page" }, local(product.name)),
    ),
  );
}

/** The picture and the same picture with a rule beside it, chosen by two small buttons. */
function gallery(currentSize) {
  const stage = el("div", { class: "stage" });
  let view = "front";
  const draw = () => {
    const overlay = view === "measures" ? measured(product, currentSize()) : null;
    fill(stage, backdrop(product, { alt: local(product.name), eager: true }, overlay));
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  };
  const buttons = ["front", "measures"].map((name) =>
    el(
      "button",
      {
        type: "button",
        class: "thumb",
        "data-view": name,
        "aria-label": words.product[name],
        on: {
          click: () => {
            view = name;
            draw();
          },
        },
      },
      backdrop(product, { "aria-hidden": "true" }),
      name === "measures" && icon("ruler"),
    ),
  );
  const node = el(
    "div",
    { class: "gallery" },
    stage,
    el("div", { class: "thumbs", role: "group", "aria-label": words.product.views }, buttons),
  );
  draw();
  return { node, refresh: draw };
}

function drawOffer(offer, size) {
  const state = stockState(size);
  const gone = state === "out";
  let count = 1;
  const add = () => {
    const before = countOf(product, size);
    const stands = setCount(product, size, before + count);
    const link = el("a", { href: "/cart.html" }, words.product.view);
    if (stands < before + count) notice(say(words.product.limit, { n: size.stock }), link);
    else notice(say(words.product.added, { name: local(product.name), size: local(size.name) }), link);
  };
  fill(
    offer,
    el("p", { class: "offer-price" }, amount(price(size))),
    el(
      "p",
      { class: `stock stock-${state}` },
      el("span", { class: "stock-dot", "aria-hidden": "true" }),
      soldOut(product) && product.tag === "back"
        ? words.tags.back
        : say(words.product.stock[state], { n: size.stock }),
    ),
    el(
      "div",
      { class: "offer-actions" },
      !gone && stepper(1, size.stock, local(product.name), (next) => (count = next)),
      el(
        "button",
        { type: "button", class: "button button-wide", disabled: gone, on: { click: add } },
        gone ? words.product.gone : words.product.add,
      ),
    ),
    chatButton(words.ask.product, "button button-quiet button-wide"),
  );
}

function drawSpec(table, size) {
  const [wide, high] = size.mm;
  const rows = [
    [words.product.made, local(product.made)],
    [
      words.product.measure,
      `${say(words.product.wide, { n: wide })}, ${say(words.product.high, { n: high })}`,
    ],
    [words.product.weight, say(words.product.weightEach, { n: size.grams })],
  ];
  fill(
    table,
    rows.map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))),
  );
}

function fold(title, content, open = false) {
  return el("details", { class: "fold", open }, el("summary", {}, title, icon("plus")), content);
}

function reviews() {
  const { mean: value, count } = product.rating;
  return el(
    "section",
    { class: "wide reviews", id: "reviews", "aria-labelledby": "reviews-title" },
    el(
      "div",
      { class: "reviews-sum" },
      el("h2", { id: "reviews-title" }, words.reviews.title),
      el("p", { class: "reviews-mean" }, mean(value)),
      stars(value, say(words.reviews.label, { mean: mean(value) })),
      el("p", { class: "quiet" }, say(words.reviews.count, { n: count })),
    ),
    el(
      "div",
      {},
      el("h3", { class: "reviews-lately" }, words.reviews.lately),
      el("ul", { class: "review-list" }, reviewsOf(product.id, language).map(reviewItem)),
    ),
  );
}

function rememberSize(size) {
  const url = new URL(location.href);
  url.searchParams.set("size", size.id);
  history.replaceState(null, "", url);
}
