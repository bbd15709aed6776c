// SPDX-License-Identifier: Apache-2.0
// Texts are limited in bytes of UTF-8 on the wire; people count characters.

const utf8 = new TextEncoder();

/** How many characters must go until the words fit into `bytesMax`. */
export function charactersOver(body: string, bytesMax: number): number {
  let over = utf8.encode(body).length - bytesMax;
  let count = 0;
  const characters = over > 0 ? [...body] : [];
  for (let at = characters.length - 1; over > 0; at--) {
    over -= utf8.encode(characters[at] ?? ' ').length;
    count += 1;
  }
  return count;
}
