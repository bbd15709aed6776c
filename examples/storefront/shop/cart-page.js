// SPDX-License-Identifier: Apache-2.0
// The cart: lines, delivery, sum, and the address that makes an order of it.

import { deliveryCost, deliveryRates, empty, goods, lines, onCart, setCount } from "./cart.js";
import { pageOf } from "./catalogue/products.js";
import { decimal, offer } from "./chat.js";
import { el, fill, icon } from "./elements.js";
import { drawFrame, notice } from "./frame.js";
import { amount, local, money, price, say, words } from "./language.js";
import { placeOrder } from "./orders.js";
import { backdrop, stepper } from "./parts.js";

const text = words.checkout;
const main = document.getElementById("main");
const list = el("ul", { class: "lines" });
const sum = el("div", { class: "sum-lines" });
let way = "post";
let placing = false;

drawFrame(say(words.titles.page, { name: words.cart.title }));
draw();
onCart(draw);

function draw() {
  if (placing) return;
  offerCart();
  if (lines().length === 0) {
    fill(
      main,
      el(
        "section",
        { class: "wide nothing" },
        icon("cart"),
        el("h1", {}, text.empty),
        el("p", { class: "lead" }, text.emptyText),
        el("p", {}, el("a", { class: "button", href: "/#shelves" }, words.hero.shop)),
      ),
    );
    return;
  }
  if (!list.isConnected) {
    fill(
      main,
      el(
        "div",
        { class: "checkout wide" },
        el("section", { "aria-labelledby": "cart-title" }, el("h1", { id: "cart-title" }, text.title), list),
        el("section", { class: "sum", "aria-labelledby": "sum-title" }, addressForm()),
      ),
    );
    drawLines();
  } else if (list.children.length !== lines().length) {
    drawLines();
  }
  drawSum();
}

// An empty one offers nothing.
function offerCart() {
  offer("cart", {
    lines: lines().map(({ product, size, count }) => ({
      name: `${local(product.name)}, ${local(size.name)}`,
      quantity: count,
      price: decimal(price(size) * count),
    })),
    total: decimal(goods()),
    currency: money.code,
    url: "/cart.html",
  });
}

function drawLines() {
  fill(list, lines().map(lineItem));
}

function lineItem({ product, size, count }) {
  const name = local(product.name);
  const cost = el("p", { class: "line-price" }, amount(price(size) * count));
  const change = (next) => {
    const stands = setCount(product, size, next);
    fill(cost, amount(price(size) * stands));
    return stands;
  };
  const remove = () => {
    const had = lines().find((line) => line.product === product && line.size === size)?.count ?? 1;
    setCount(product, size, 0);
    notice(
      say(text.removed, { name }),
      el(
        "button",
        { type: "button", class: "as-link", on: { click: () => setCount(product, size, had) } },
        text.undo,
      ),
    );
  };
  return el(
    "li",
    { class: "line" },
    backdrop(product, { class: "line-picture", "aria-hidden": "true" }),
    el(
      "div",
      { class: "line-text" },
      el("h2", { class: "line-name" }, el("a", { href: pageOf(product, size) }, name)),
      el("p", { class: "quiet" }, local(size.name)),
      el(
        "button",
        {
          type: "button",
          class: "as-link quiet",
          "aria-label": `${text.remove}: ${name}`,
          on: { click: remove },
        },
        text.remove,
      ),
    ),
    stepper(count, size.stock, name, change),
    cost,
  );
}

function drawSum() {
  const bought = goods();
  const cost = deliveryCost(way, bought);
  const rest = deliveryRates.free - bought;
  const free = rest <= 0;
  const label = free ? text.free : say(text.more, { amount: amount(rest) });
  fill(
    sum,
    el("p", { class: "free" }, free && icon("check"), label),
    el("progress", {
      class: "free-bar",
      max: deliveryRates.free,
      value: Math.min(bought, deliveryRates.free),
      "aria-label": label,
    }),
    el(
      "dl",
      {},
      sumRow(text.subtotal, amount(bought)),
      sumRow(text.delivery, cost === 0 ? text.nothing : amount(cost)),
      sumRow(text.total, amount(bought + cost), "sum-total"),
    ),
    el("p", { class: "quiet" }, text.tax),
  );
}

function sumRow(term, value, look = "") {
  return el("div", { class: look }, el("dt", {}, term), el("dd", {}, value));
}

function addressForm() {
  const fields = [
    field("name", "name", "text"),
    field("mail", "email", "email"),
    field("street", "street-address", "text"),
    field("city", "address-level2", "text"),
  ];
  const ways = Object.entries(text.ways).map(([key, [name, time]]) =>
    el(
      "label",
      { class: "way" },
      el("input", {
        type: "radio",
        name: "way",
        value: key,
        checked: key === way,
        on: {
          change: () => {
            way = key;
            drawSum();
          },
        },
      }),
      el("span", { class: "way-name" }, name),
      el("span", { class: "quiet" }, time),
    ),
  );
  const submit = (event) => {
    event.preventDefault();
    const wrong = fields.filter((one) => !one.valid());
    if (wrong.length > 0) wrong[0].input.focus();
    else finish(Object.fromEntries(fields.map((one) => [one.name, one.input.value.trim()])));
  };
  return el(
    "form",
    { novalidate: true, on: { submit } },
    el("h2", { id: "sum-title" }, text.to),
    fields.map((one) => one.node),
    el("fieldset", { class: "ways" }, el("legend", {}, text.way), ways),
    sum,
    el("button", { type: "submit", class: "button button-wide" }, text.place),
    el("p", { class: "quiet demo-note" }, text.demo),
  );
}

/** A labelled field that says itself what is wrong with it, once it has been left or sent. */
function field(name, autocomplete, type) {
  const input = el("input", {
    id: `to-${name}`,
    name,
    type,
    autocomplete,
    required: true,
    "aria-describedby": `to-${name}-wrong`,
    maxlength: 120,
  });
  const wrong = el("p", { class: "wrong", id: `to-${name}-wrong` });
  const valid = () => {
    const blank = input.value.trim() === "";
    const fine = !blank && input.validity.valid;
    fill(wrong, fine ? null : blank ? text.needed : text.mailForm);
    if (fine) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
    return fine;
  };
  input.addEventListener("input", () => input.hasAttribute("aria-invalid") && valid());
  return {
    name,
    input,
    valid,
    node: el("div", { class: "field" }, el("label", { for: input.id }, text[name]), input, wrong),
  };
}

function finish(to) {
  placing = true;
  const order = placeOrder(lines(), to, way);
  empty();
  location.assign(`/order.html?id=${order.id}&new=1`);
}
