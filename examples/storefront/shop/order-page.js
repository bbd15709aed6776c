// SPDX-License-Identifier: Apache-2.0
// One order: where it is, what is inside, where it goes, and the way to a person.

import { deliveryCost } from "./cart.js";
import { findProduct, findSize, pageOf } from "./catalogue/products.js";
import { decimal, offer } from "./chat.js";
import { el, fill, icon } from "./elements.js";
import { drawFrame } from "./frame.js";
import { amount, date, local, money, price, say, words } from "./language.js";
import { dueDate, findOrder, orders, trackingNumber } from "./orders.js";
import { backdrop, chatButton } from "./parts.js";

const text = words.order;
const query = new URLSearchParams(location.search);
const order = query.has("id") ? findOrder(query.get("id")) : orders()[0];
const main = document.getElementById("main");

if (order) {
  drawFrame(say(words.titles.page, { name: say(text.title, { id: order.id }) }));
  drawOrder();
  offerOrder();
} else {
  drawFrame(say(words.titles.page, { name: text.all }));
  fill(
    main,
    el(
      "section",
      { class: "wide nothing" },
      icon("box"),
      el("h1", {}, text.missing),
      el("p", { class: "lead" }, text.missingText),
      el("p", {}, chatButton(words.ask.button, "button")),
      otherOrders(),
    ),
  );
}

function drawOrder() {
  const fresh = query.has("new");
  fill(
    main,
    el(
      "div",
      { class: "order wide" },
      el(
        "header",
        { class: "order-head" },
        fresh && el("p", { class: "thanks" }, icon("check"), say(text.thanks, { name: order.to.name })),
        el("h1", {}, say(text.title, { id: order.id })),
        el("p", { class: "quiet" }, say(text.placed, { date: date(order.placed) })),
      ),
      el(
        "section",
        { class: "panel", "aria-labelledby": "state-title" },
        el("h2", { id: "state-title" }, text.state),
        steps(),
        el(
          "dl",
          { class: "spec spec-row" },
          specRow(text.carrier, "Kanal Post"),
          order.step > 1 && specRow(text.tracking, trackingNumber(order)),
        ),
      ),
      el(
        "div",
        { class: "order-columns" },
        contents(),
        el("div", { class: "order-side" }, address(), help(), otherOrders()),
      ),
    ),
  );
}

function offerOrder() {
  const lines = order.lines.map(({ id, size: sizeId, count }) => {
    const product = findProduct(id);
    const size = findSize(product, sizeId);
    return { name: `${local(product.name)}, ${local(size.name)}`, quantity: count, price: price(size) * count };
  });
  const bought = lines.reduce((sum, line) => sum + line.price, 0);
  offer("order", {
    number: order.id,
    placedAt: order.placed,
    status: ["placed", "packed", "sent", "delivered"][order.step],
    lines: lines.map((line) => ({ ...line, price: decimal(line.price) })),
    total: decimal(bought + deliveryCost(order.way, bought)),
    currency: money.code,
    tracking: order.step > 1 ? `Kanal Post ${trackingNumber(order)}` : "",
    url: `/order.html?id=${order.id}`,
  });
}

function steps() {
  return el(
    "ol",
    { class: "steps" },
    text.steps.map(([name, sign], index) => {
      const state = index < order.step ? "done" : index === order.step ? "now" : "next";
      const under =
        state === "now"
          ? text.now
          : index === 3 && state === "next"
            ? say(text.due, { date: date(dueDate(order)) })
            : null;
      return el(
        "li",
        { class: `step step-${state}`, "aria-current": state === "now" ? "step" : null },
        el("span", { class: "step-sign" }, icon(state === "done" ? "check" : sign)),
        el("span", { class: "step-name" }, name),
        under && el("span", { class: "step-under" }, under),
      );
    }),
  );
}

function contents() {
  const rows = order.lines.map((line) => {
    const product = findProduct(line.id);
    return { product, size: findSize(product, line.size), count: line.count };
  });
  const bought = rows.reduce((sum, row) => sum + row.count * price(row.size), 0);
  const cost = deliveryCost(order.way, bought);
  return el(
    "section",
    { class: "panel", "aria-labelledby": "things-title" },
    el("h2", { id: "things-title" }, text.things),
    el(
      "ul",
      { class: "lines" },
      rows.map(({ product, size, count }) =>
        el(
          "li",
          { class: "line line-short" },
          backdrop(product, { class: "line-picture", "aria-hidden": "true" }),
          el(
            "div",
            { class: "line-text" },
            el("h3", { class: "line-name" }, el("a", { href: pageOf(product, size) }, local(product.name))),
            el("p", { class: "quiet" }, `${local(size.name)} × ${count}`),
          ),
          el("p", { class: "line-price" }, amount(price(size) * count)),
        ),
      ),
    ),
    el(
      "dl",
      { class: "sum-lines" },
      [
        [words.checkout.subtotal, amount(bought)],
        [words.checkout.delivery, cost === 0 ? words.checkout.nothing : amount(cost)],
        [words.checkout.total, amount(bought + cost), "sum-total"],
      ].map(([term, value, look]) =>
        el("div", { class: look ?? "" }, el("dt", {}, term), el("dd", {}, value)),
      ),
    ),
  );
}

function address() {
  const { name, street, city } = order.to;
  return el(
    "section",
    { class: "panel" },
    el("h2", {}, text.address),
    el(
      "address",
      {},
      [name, street, city].map((row) => el("bdi", {}, row)),
    ),
  );
}

function help() {
  return el(
    "section",
    { class: "panel panel-help" },
    el("h2", {}, text.help),
    el("p", {}, text.helpText),
    chatButton(words.ask.order, "button button-wide"),
  );
}

function otherOrders() {
  const others = orders().filter((one) => one !== order && one.id !== order?.id);
  if (others.length === 0) return null;
  return el(
    "section",
    { class: "panel" },
    el("h2", {}, text.all),
    el(
      "ul",
      { class: "plain-list" },
      others.map((one) =>
        el(
          "li",
          {},
          el("a", { href: `/order.html?id=${one.id}` }, one.id),
          el("span", { class: "quiet" }, say(text.placed, { date: date(one.placed) })),
        ),
      ),
    ),
  );
}

function specRow(term, value) {
  return el("div", {}, el("dt", {}, term), el("dd", { dir: "ltr" }, value));
}
