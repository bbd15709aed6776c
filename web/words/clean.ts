// SPDX-License-Identifier: Apache-2.0
// Words of somebody else in one line of ours: nothing in them turns the line around or hides in it.

// eslint-disable-next-line no-control-regex -- they are what is taken out
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Without control and bidi characters; a line's end becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unseen, '').trim();
}
