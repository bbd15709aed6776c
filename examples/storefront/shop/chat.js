// SPDX-License-Identifier: Apache-2.0
// How the shop's own buttons reach the chat. Calls made before the loader has arrived wait
// in `q`; a shop may copy these lines as they are.

window.Shopbell ??= function (...call) {
  (window.Shopbell.q ??= []).push(call);
};

/** What the shopper looks at: an open chat offers to send it. "product", "cart" or "order". */
export function offer(kind, card) {
  window.Shopbell(kind, card);
}

/** Cents as the chat takes prices: in the currency's own unit, without a binary fraction. */
export function decimal(minor) {
  return `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;
}

export function openChat() {
  window.Shopbell("open");
}
