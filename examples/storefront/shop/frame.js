// SPDX-License-Identifier: Apache-2.0
// What stands on every page: the head with shelves, language and cart, the foot, and the
// short notices. Each page module calls drawFrame() once.

import { deliveryRates, onCart, pieces } from "./cart.js";
import { shelves } from "./catalogue/products.js";
import { openChat } from "./chat.js";
import { el, fill, icon, shape } from "./elements.js";
import { amount, language, languages, say, words } from "./language.js";

export function drawFrame(title, current = null) {
  document.title = title;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  drawHead(current);
  drawFoot();
  document.body.append(notices);
}

function drawHead(current) {
  const badge = el("span", { class: "cart-count", "aria-hidden": "true" });
  const cart = el("a", { class: "cart-link", href: "/cart.html" }, icon("cart"), badge);
  const refresh = () => {
    const n = pieces();
    fill(badge, n > 0 ? String(n) : "");
    badge.hidden = n === 0;
    cart.setAttribute("aria-label", say(words.cart.open, { count: say(words.cart.things, { n }) }));
  };
  refresh();
  onCart(refresh);

  fill(
    document.getElementById("head"),
    el("p", { class: "strip" }, say(words.strip, { amount: amount(deliveryRates.free) })),
    el(
      "div",
      { class: "head-row wide" },
      el(
        "a",
        { class: "brand", href: "/" },
        mark(),
        el("span", { class: "brand-name" }, words.shop),
        el("span", { class: "brand-line" }, words.tagline),
      ),
      el(
        "nav",
        { class: "shelf-nav", "aria-label": words.nav.label },
        ["all", ...shelves].map((shelf) =>
          el(
            "a",
            {
              href: shelf === "all" ? "/#shelves" : `/?shelf=${shelf}#shelves`,
              "aria-current": shelf === current ? "page" : null,
            },
            words.nav[shelf],
          ),
        ),
      ),
      el("div", { class: "head-tools" }, languageSwitch(), cart),
    ),
  );
}

function languageSwitch() {
  const here = new URLSearchParams(location.search);
  return el(
    "nav",
    { class: "languages", "aria-label": words.language },
    languages.map(([code, name, short]) => {
      here.set("lang", code);
      const mine = code === language;
      return el(
        "a",
        {
          href: `?${here}`,
          lang: code,
          hreflang: code,
          "aria-label": `${short}, ${name}`,
          "aria-current": mine ? "true" : null,
        },
        short,
      );
    }),
  );
}

function drawFoot() {
  fill(
    document.getElementById("foot"),
    el(
      "div",
      { class: "foot-row wide" },
      el(
        "div",
        { class: "foot-about" },
        el("p", { class: "brand" }, mark(), el("span", { class: "brand-name" }, words.shop)),
        el("p", {}, words.foot.about),
      ),
      footList(
        words.foot.shop,
        shelves.map((shelf) => el("a", { href: `/?shelf=${shelf}#shelves` }, words.nav[shelf])),
      ),
      footList(words.foot.service, [
        el("a", { href: "/help.html" }, words.foot.help),
        el("a", { href: "/order.html" }, words.foot.order),
        el("button", { type: "button", class: "as-link", on: { click: openChat } }, words.foot.write),
      ]),
    ),
    el("p", { class: "foot-end wide" }, words.foot.demo),
  );
}

function footList(title, entries) {
  return el(
    "div",
    {},
    el("h2", { class: "foot-title" }, title),
    el(
      "ul",
      { class: "foot-list" },
      entries.map((entry) => el("li", {}, entry)),
    ),
  );
}

/** The shop's mark: a kiln's mouth with the sun in it. */
function mark() {
  const svg = shape("svg", { viewBox: "0 0 32 32", class: "mark", "aria-hidden": "true" });
  svg.append(
    shape("path", { d: "M10.6 24a5.4 5.4 0 0 1 10.8 0z", class: "mark-sun" }),
    shape("path", { d: "M7 24V16a9 9 0 0 1 18 0v8M4.5 24.2h23", class: "mark-line" }),
  );
  return svg;
}

const notices = el("div", { class: "notices", role: "status", "aria-live": "polite" });
let noticeTimer = 0;

/** A short notice with one thing to do next; it leaves by itself, not while it is used. */
export function notice(text, action) {
  clearTimeout(noticeTimer);
  fill(notices, el("div", { class: "notice" }, el("p", {}, text), action));
  const leave = () => {
    if (notices.matches(":hover, :focus-within")) noticeTimer = setTimeout(leave, 2000);
    else fill(notices);
  };
  noticeTimer = setTimeout(leave, 7000);
}
