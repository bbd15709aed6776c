// SPDX-License-Identifier: Apache-2.0
// Pieces that several pages show: a product's card, its picture, stars, a review, a stepper,
// the row that leads to a person.

import { firstSize, pageOf, picture, soldOut, stockState } from "./catalogue/products.js";
import { openChat } from "./chat.js";
import { el, fill, icon, stars } from "./elements.js";
import { amount, daysAgo, language, local, mean, price, say, words } from "./language.js";

export function backdrop(product, attributes = {}, ...more) {
  const { class: extra = "", alt = "", eager = false, ...rest } = attributes;
  return el(
    "div",
    { class: `backdrop tone-${product.tone} ${extra}`, ...rest },
    el("img", {
      src: picture(product),
      alt,
      width: 800,
      height: 800,
      loading: eager ? null : "lazy",
      decoding: "async",
    }),
    more,
  );
}

export function ratingOf(product, short = false) {
  const { mean: value, count } = product.rating;
  return el(
    "span",
    { class: "rating" },
    stars(value, say(words.reviews.label, { mean: mean(value) }), short),
    el("span", { class: "rating-text", "aria-hidden": "true" }, mean(value)),
    el("span", { class: "rating-count" }, `(${count})`),
  );
}

/** What a card says about supply or fame, or nothing. */
export function tagOf(product) {
  const size = firstSize(product);
  if (product.tag === "back" && soldOut(product)) return ["quiet", words.tags.back];
  if (soldOut(product)) return ["quiet", words.tags.out];
  if (product.tag === "few" || (product.sizes.length === 1 && stockState(size) === "few"))
    return ["warm", say(words.tags.few, { n: size.stock })];
  return product.tag ? ["plain", words.tags[product.tag]] : null;
}

export function card(product, { large = false } = {}) {
  const least = Math.min(...product.sizes.map(price));
  const tag = tagOf(product);
  const cost = product.sizes.length > 1 ? say(words.grid.from, { amount: amount(least) }) : amount(least);
  return el(
    "li",
    { class: large ? "card card-large" : "card", "data-id": product.id },
    backdrop(
      product,
      { class: soldOut(product) ? "faded" : "", eager: large },
      tag && el("span", { class: `tag tag-${tag[0]}` }, tag[1]),
    ),
    el(
      "div",
      { class: "card-text" },
      el("h3", { class: "card-name" }, el("a", { href: pageOf(product) }, local(product.name))),
      el("p", { class: "card-line" }, local(product.line)),
      el("p", { class: "card-foot" }, el("span", { class: "price" }, cost), ratingOf(product, true)),
    ),
  );
}

export function reviewItem(review) {
  const own = review.language === language;
  return el(
    "li",
    { class: "review" },
    stars(review.rating, say(words.reviews.rated, { n: review.rating })),
    el("blockquote", { lang: own ? null : review.language, dir: "auto" }, review.text),
    el("p", { class: "review-who" }, el("b", {}, review.who), " ", el("span", {}, daysAgo(review.daysAgo))),
  );
}

/** Minus, number, plus. `change(count)` answers with the count that stands. */
export function stepper(count, most, name, change) {
  const value = el("output", { class: "stepper-value", "aria-live": "polite" }, String(count));
  const less = el(
    "button",
    { type: "button", "aria-label": `${words.product.less}: ${name}` },
    icon("minus"),
  );
  const more = el("button", { type: "button", "aria-label": `${words.product.more}: ${name}` }, icon("plus"));
  let now = count;
  const show = (next) => {
    now = change(next);
    fill(value, String(now));
    less.disabled = now <= 1;
    more.disabled = now >= most;
  };
  less.disabled = count <= 1;
  more.disabled = count >= most;
  less.addEventListener("click", () => show(now - 1));
  more.addEventListener("click", () => show(now + 1));
  return el(
    "div",
    { class: "stepper", role: "group", "aria-label": words.product.quantity },
    less,
    value,
    more,
  );
}

export function chatButton(label, look = "button button-quiet") {
  return el("button", { type: "button", class: look, on: { click: openChat } }, icon("chat"), label);
}
