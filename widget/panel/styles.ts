// SPDX-License-Identifier: Apache-2.0
// Constructed sheets need no permission of a page's style-src.

export function adoptStyles(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
