// SPDX-License-Identifier: Apache-2.0
// The cart: lines of {id, size, count}, never more than the stock, shared by all open pages.

import { findProduct, findSize } from "./catalogue/products.js";
import { keep, recall } from "./kept.js";
import { money, price } from "./language.js";

const listeners = new Set();
const rates = {
  USD: { free: 8000, post: 600, express: 1400 },
  CNY: { free: 29900, post: 1500, express: 3800 },
};

export const deliveryRates = rates[money.code];

/** Lines that still exist, each with its product and size. */
export function lines() {
  return recall("cart", [])
    .map((line) => {
      const product = findProduct(line.id);
      const size = product && findSize(product, line.size);
      return size && { product, size, count: Math.min(line.count, size.stock) };
    })
    .filter((line) => line && line.count > 0);
}

export function countOf(product, size) {
  return lines().find((line) => line.product === product && line.size === size)?.count ?? 0;
}

/** Sets how many of one size are in the cart; returns how many really are. */
export function setCount(product, size, count) {
  const allowed = Math.max(0, Math.min(count, size.stock));
  const rows = recall("cart", []);
  const at = rows.findIndex((row) => row.id === product.id && row.size === size.id);
  if (at >= 0) rows[at].count = allowed;
  else rows.push({ id: product.id, size: size.id, count: allowed });
  keep(
    "cart",
    rows.filter((row) => row.count > 0),
  );
  for (const listener of listeners) listener();
  return allowed;
}

export function empty() {
  keep("cart", []);
  for (const listener of listeners) listener();
}

export function pieces() {
  return lines().reduce((sum, line) => sum + line.count, 0);
}

export function goods() {
  return lines().reduce((sum, line) => sum + line.count * price(line.size), 0);
}

export function deliveryCost(way, sum) {
  if (way === "express") return deliveryRates.express;
  return sum >= deliveryRates.free ? 0 : deliveryRates.post;
}

/** Calls `listener` after each change, also one made in another tab. */
export function onCart(listener) {
  listeners.add(listener);
}

window.addEventListener("storage", (event) => {
  if (event.key === "kiln.cart") for (const listener of listeners) listener();
});
