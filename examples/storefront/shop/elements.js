// SPDX-License-Identifier: Apache-2.0
// Builds DOM from data with text nodes only; every page module calls these.

const svgSpace = "http://www.w3.org/2000/svg";

/** One element: `on` holds listeners, other keys are attributes; null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  return node;
}

/** Replaces everything inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
}

const strokes = {
  cart: [
    "M4.5 8.5h15l-1.1 9.4a1.75 1.75 0 0 1-1.74 1.6H7.34a1.75 1.75 0 0 1-1.74-1.6z",
    "M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
  ],
  truck: [
    "M3.5 6.5h10.25v10H3.5z",
    "M13.75 10h3.5l3.25 3.25v3.25h-6.75",
    "M9 17.5a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0zM18.5 17.5a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0z",
  ],
  back: ["M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.75", "M4.5 4.5v4.25h4.25"],
  hand: ["M12 20s-7.5-4.3-7.5-10A4.25 4.25 0 0 1 12 7.2 4.25 4.25 0 0 1 19.5 10c0 5.7-7.5 10-7.5 10z"],
  chat: [
    "M12 4.25c-4.7 0-8.5 3.25-8.5 7.35 0 2.2 1.1 4.15 2.85 5.5L5.6 20.25l3.9-1.6c.8.2 1.64.3 2.5.3 4.7 0 8.5-3.25 8.5-7.35S16.7 4.25 12 4.25z",
    "M8.5 10.25h7M8.5 13.5h4.25",
  ],
  check: ["M5 12.75l4.5 4.5L19 7.5"],
  plus: ["M12 5v14M5 12h14"],
  minus: ["M5 12h14"],
  next: ["M9.5 6.5L15 12l-5.5 5.5"],
  ruler: ["M3.75 15.5L15.5 3.75l4.75 4.75L8.5 20.25z", "M7.5 11.75l2 2M10.5 8.75l2.75 2.75M13.5 5.75l2 2"],
  box: ["M4 8l8-4 8 4v8l-8 4-8-4z", "M4 8l8 4 8-4M12 12v8"],
  home: ["M4.5 11L12 4.5l7.5 6.5v8.5h-5v-5h-5v5h-5z"],
  leaf: ["M5 19C5 9.5 10 5 19.5 4.5 20 14 15.5 19 9 18.5", "M5 20c1-4.5 4-8 9-10"],
};

export function icon(name) {
  const svg = document.createElementNS(svgSpace, "svg");
  const attributes = {
    viewBox: "0 0 24 24",
    class: `icon icon-${name}`,
    "aria-hidden": "true",
    focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of strokes[name]) svg.append(shape("path", { d }));
  return svg;
}

export function shape(tag, attributes, text) {
  const node = document.createElementNS(svgSpace, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Five stars as one picture with a name, or a single lit one where room is short. */
export function stars(rating, label, short = false) {
  const places = short ? 1 : 5;
  const star = "M10 1.8l2.5 5.1 5.6.8-4.05 3.95.95 5.6L10 14.6l-5 2.65.95-5.6L1.9 7.7l5.6-.8z";
  const half = "M10 1.8V14.6l-5 2.65.95-5.6L1.9 7.7l5.6-.8z";
  const svg = shape("svg", {
    viewBox: `0 0 ${places * 20} 20`,
    class: short ? "stars stars-short" : "stars",
    role: "img",
    "aria-label": label,
  });
  for (let i = 0; i < places; i += 1) {
    const lit = rating - i;
    const transform = `translate(${i * 20} 0)`;
    svg.append(shape("path", { d: star, transform, class: lit > 0.75 ? "star-lit" : "star-empty" }));
    if (lit > 0.25 && lit <= 0.75) svg.append(shape("path", { d: half, transform, class: "star-lit" }));
  }
  return svg;
}
