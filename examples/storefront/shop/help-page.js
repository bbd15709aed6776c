// SPDX-License-Identifier: Apache-2.0
// Delivery, returns and care: the common questions, and the way to a person.

import { el, fill, icon } from "./elements.js";
import { drawFrame } from "./frame.js";
import { say, words } from "./language.js";
import { chatButton } from "./parts.js";

const text = words.help;

drawFrame(say(words.titles.page, { name: words.titles.help }));
fill(
  document.getElementById("main"),
  el(
    "div",
    { class: "wide help" },
    el(
      "header",
      {},
      el("h1", {}, text.title),
      el("p", { class: "lead" }, text.lead),
      chatButton(words.ask.button, "button"),
    ),
    el(
      "div",
      { class: "folds" },
      text.list.map(([question, answer], index) =>
        el(
          "details",
          { class: "fold", open: index === 0 },
          el("summary", {}, question, icon("plus")),
          el("p", {}, answer),
        ),
      ),
    ),
  ),
);
