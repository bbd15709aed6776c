// SPDX-License-Identifier: Apache-2.0
// Small records kept in this browser; where storage is refused they last for the page.

const forPage = new Map();

export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`kiln.${key}`)) ?? forPage.get(key) ?? otherwise;
  } catch {
    return forPage.get(key) ?? otherwise;
  }
}

export function keep(key, value) {
  forPage.set(key, value);
  try {
    localStorage.setItem(`kiln.${key}`, JSON.stringify(value));
  } catch {
    // storage is full or refused: the page's own copy serves
  }
}
