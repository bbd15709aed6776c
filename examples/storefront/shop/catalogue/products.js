// SPDX-License-Identifier: Apache-2.0
// The twelve things on the shelves, and the few questions pages ask about them.

import { cups } from "./cups.js";
import { kettles } from "./kettles.js";
import { tools } from "./tools.js";

const [blueKettle, ironKettle, gaiwan, clayTeapot, pitcher] = kettles;
const [moonCups, bowl, caddy, tin] = cups;
const [whisk, tray, teaTools] = tools;

/** In the order of the front page. */
export const products = [blueKettle, gaiwan, tin, clayTeapot, bowl, moonCups, whisk, ironKettle, caddy, pitcher, tray, teaTools];

export const shelves = ["kettles", "pots", "cups", "storage", "tools"];

const few = 4;

export function findProduct(id) {
  return products.find((product) => product.id === id);
}

export function findSize(product, id) {
  return product.sizes.find((size) => size.id === id);
}

/** The size a product page opens with: the first that can be bought. */
export function firstSize(product) {
  return product.sizes.find((size) => size.stock > 0) ?? product.sizes[0];
}

export function soldOut(product) {
  return product.sizes.every((size) => size.stock === 0);
}

/** One of "out", "few", "in": pages choose words and colour by it. */
export function stockState(size) {
  if (size.stock === 0) return "out";
  return size.stock <= few ? "few" : "in";
}

export function picture(product) {
  return `/demo/${product.id}.svg`;
}

export function pageOf(product, size) {
  const query = size && size !== firstSize(product) ? `&size=${encodeURIComponent(size.id)}` : "";
  return `/product.html?id=${product.id}${query}`;
}

/** Three others to show beside one: its own shelf first. */
export function neighbours(product, count) {
  const others = products.filter((other) => other !== product);
  const near = others.filter((other) => other.shelf === product.shelf);
  return [...near, ...others.filter((other) => other.shelf !== product.shelf)].slice(0, count);
}
