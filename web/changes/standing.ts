// SPDX-License-Identifier: Apache-2.0
// How a message stands after everything that was said of it: reactions, new words, deleted; and what
// it answers. Folded from the rows, which stay as they are (docs/protocol.md §6, "Changes"). Pure.
import { changeMsMax } from '@wire/limits';

import { hexOf } from '../bridge/bytes';
import { changeIn, replyIn, type Change } from './content';

/** A row, as far as it matters here. */
export interface Said {
  /** Hex. */
  mid: string;
  at: number;
  /** The same for all devices of one person. */
  author: string;
  mine: boolean;
  body: string;
  content: Uint8Array;
  /** An event of kind changed. */
  isChange: boolean;
  /** The relay will not have it. */
  isRefused: boolean;
}

export interface Reaction {
  emoji: string;
  count: number;
  /** One of them is one's own. */
  mine: boolean;
}

export interface Standing {
  /** Words of today; none where it is deleted. */
  body: string;
  isEdited: boolean;
  isDeleted: boolean;
  reactions: readonly Reaction[];
  answers?: { mid: string; quote: string };
}

export interface Standings {
  /** By mid; a message of which nothing was said is not in it. */
  of: ReadonlyMap<string, Standing>;
  /** Edits and deletions that came after their time, by mid: whoever made them should know. */
  late: ReadonlySet<string>;
}

interface Open extends Standing {
  said: Said;
  /** Who says what with which sign, in the order of the first. */
  signs: Map<string, Set<string>>;
}

/** Rows come in the order of the screen. */
export function standingsOf(rows: readonly Said[]): Standings {
  const messages = new Map<string, Open>();
  const touched = new Map<string, Standing>();
  const late = new Set<string>();
  for (const said of rows) {
    const change = said.isChange ? changeIn(said.content) : undefined;
    if (!said.isChange) {
      const open = opened(said);
      messages.set(said.mid, open);
      if (open.answers) touched.set(said.mid, open);
    } else if (change && !said.isRefused) {
      const message = messages.get(hexOf(change.to));
      if (!message) continue;
      if (isLate(message.said, said, change)) late.add(said.mid);
      else if (apply(message, said, change)) touched.set(message.said.mid, message);
    }
  }
  return { of: touched, late };
}

/** Its writer may still edit or delete it. */
export function mayChange({ mine, at }: Said, now: number): boolean {
  return mine && now - at <= changeMsMax;
}

function opened(said: Said): Open {
  const answered = replyIn(said.content);
  const open: Open = { said, body: said.body, isEdited: false, isDeleted: false, reactions: [], signs: new Map() };
  if (answered) open.answers = { mid: hexOf(answered.to), quote: answered.quote };
  return open;
}

function isLate(message: Said, by: Said, change: Change): boolean {
  return change.type !== 'ReactionContent' && by.at - message.at > changeMsMax;
}

// False: it changes nothing.
function apply(message: Open, by: Said, change: Change): boolean {
  if (message.isDeleted) return false;
  if (change.type === 'ReactionContent') return react(message, by, change.emoji, change.on);
  if (message.said.author !== by.author) return false;
  if (change.type === 'EditContent') {
    if (change.body.trim() === '') return false;
    message.body = change.body;
    message.isEdited = true;
  } else {
    message.body = '';
    message.isDeleted = true;
    message.reactions = [];
    delete message.answers;
  }
  return true;
}

function react(message: Open, by: Said, emoji: string, on: boolean): boolean {
  // More would be words beside a message.
  if (!/^\p{Extended_Pictographic}|^\p{Regional_Indicator}/u.test(emoji) || /[\p{L}\s]/u.test(emoji)) return false;
  const who = message.signs.get(emoji) ?? new Set();
  message.signs.set(emoji, who);
  const key = by.mine ? 'mine' : by.author;
  if (on) who.add(key);
  else who.delete(key);
  message.reactions = [...message.signs].flatMap(([sign, all]) => (all.size > 0 ? [{ emoji: sign, count: all.size, mine: all.has('mine') }] : []));
  return true;
}
