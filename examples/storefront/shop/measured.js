// SPDX-License-Identifier: Apache-2.0
// Draws the rule over a product's picture: its width below, its height beside it.

import { shape } from "./elements.js";
import { say, words } from "./language.js";

const gap = 34;
const tick = 10;
const pill = 44;

export function measured(product, size) {
  const [left, top, right, bottom] = product.box;
  const [wide, high] = size.mm;
  const beside = Math.max(pill + 6, left - gap);
  const low = bottom - top < 2 * pill; // too low a thing to have its figure beside it
  const highAt = low ? top - gap : (top + bottom) / 2;
  const below = Math.min(770, bottom + gap);
  const label = `${say(words.product.wide, { n: wide })}, ${say(words.product.high, { n: high })}`;
  const svg = shape("svg", { viewBox: "0 0 800 800", class: "rule", role: "img", "aria-label": label });
  svg.append(
    shape("path", {
      d: `M${left} ${below}H${right}M${left} ${below - tick}v${2 * tick}M${right} ${below - tick}v${2 * tick}`,
    }),
    shape("path", {
      d: `M${beside} ${top}V${bottom}M${beside - tick} ${top}h${2 * tick}M${beside - tick} ${bottom}h${2 * tick}`,
    }),
    ...figure((left + right) / 2, below, wide),
    ...figure(beside, highAt, high),
  );
  return svg;
}

function figure(x, y, value) {
  return [
    shape("rect", { x: x - pill, y: y - 21, width: 2 * pill, height: 42, rx: 21 }),
    shape("text", { x, y: y + 9, "text-anchor": "middle" }, `${value}`),
  ];
}
