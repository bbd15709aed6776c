// SPDX-License-Identifier: Apache-2.0
// How the shop's own buttons reach the chat. Calls made before the loader has arrived wait
// in `q`; a shop may copy these lines as they are.

window.Shopbell ??= function (...call) {
  (window.Shopbell.q ??= []).push(call);
};

export function openChat() {
  window.Shopbell("open");
}
