// SPDX-License-Identifier: Apache-2.0
// A found message as one reads it in a list of results: the hit apart, with the words around it, by
// the core's own rule (ASCII letters match in either case). Pure, and text all the way.

export interface Cut {
  before: string;
  hit: string;
  after: string;
}

/** So little stands before the hit that it is in the first line. */
const beforeMax = 24;
const afterMax = 160;

export function cutAround(body: string, query: string): Cut {
  const found = folded(body).indexOf(folded(query));
  const at = Math.max(0, found);
  const end = found < 0 ? at : at + query.length;
  const from = whole(body, Math.max(0, at - beforeMax));
  const to = whole(body, Math.min(body.length, end + afterMax));
  return {
    before: (from > 0 ? '…' : '') + oneLine(body.slice(from, at)),
    hit: oneLine(body.slice(at, end)),
    after: oneLine(body.slice(end, to)) + (to < body.length ? '…' : ''),
  };
}

/** As long as its text: a place in one is a place in the other. */
function folded(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A place near this one that tears no character apart. */
function whole(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

/** As much of a query as the core takes: its limit counts bytes. */
export function fitting(query: string, bytesMax: number): string {
  const encoder = new TextEncoder();
  let fits = query.trim();
  while (encoder.encode(fits).length > bytesMax) fits = [...fits].slice(0, -1).join('');
  return fits;
}
