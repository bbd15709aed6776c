// SPDX-License-Identifier: Apache-2.0
// Orders placed in this browser, and one earlier order that every visitor of the demo has.

import { keep, recall } from "./kept.js";

const dayLong = 86_400_000;

const earlier = {
  id: "MK-20417",
  daysAgo: 3,
  step: 2,
  way: "post",
  to: { name: "Lin Okafor", street: "14 Harbour Lane", city: "Rotterdam 3011" },
  lines: [
    { id: "clay-teapot", size: "160ml", count: 1 },
    { id: "moon-cups", size: "4", count: 1 },
  ],
};

/** All orders, the latest first. */
export function orders() {
  const sample = { ...earlier, placed: Date.now() - earlier.daysAgo * dayLong };
  return [...recall("orders", []), sample];
}

export function findOrder(id) {
  return orders().find((order) => order.id === id);
}

export function placeOrder(lines, to, way) {
  const number = 20418 + recall("orders", []).length;
  const order = {
    id: `MK-${number}`,
    placed: Date.now(),
    step: 0,
    way,
    to,
    lines: lines.map((line) => ({ id: line.product.id, size: line.size.id, count: line.count })),
  };
  keep("orders", [order, ...recall("orders", [])]);
  return order;
}

export function dueDate(order) {
  return order.placed + (order.way === "express" ? 1 : 5) * dayLong;
}

export function trackingNumber(order) {
  return `KP ${order.id.slice(3)} 7741 NL`;
}
