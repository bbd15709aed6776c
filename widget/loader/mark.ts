// SPDX-License-Identifier: Apache-2.0
// A small mark in localStorage, left once a conversation exists, so that a new page knows at no cost
// whether this browser has talked here. Nobody who never wrote has one.

export interface Mark {
  /** Unix ms of the newest message. */
  at: number;
  /** Messages that wait to be sent. */
  queued: number;
  /** With it the relay tells the number of unread messages; base64url. */
  bearer: string;
}

const nameOf = (shop: string): string => `shopbell:${shop}`;

/** What is written there, or nothing: reading it costs the loader no parser. */
export function markText(shop: string): string | null {
  try {
    return localStorage.getItem(nameOf(shop));
  } catch {
    return null;
  }
}

/** Null: as if this browser had never talked here. */
export function writeMark(shop: string, mark: Mark | null): void {
  try {
    if (mark) localStorage.setItem(nameOf(shop), JSON.stringify(mark));
    else localStorage.removeItem(nameOf(shop));
  } catch {
    // Without storage the chat works while the page is open.
  }
}
