// SPDX-License-Identifier: Apache-2.0
// A transcript as the eye reads it: day lines, groups of one author's bubbles, lines for what
// happened, one line where the unread begins. Pure, so that it is tested without a page.
import type { Row } from './model';

/** Bubbles of one author nearer than this stand together. */
const groupGapMs = 5 * 60_000;

export interface Group {
  kind: 'group';
  key: string;
  side: 'ours' | 'theirs';
  rows: Row[];
}

export type Block =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'event'; key: string; row: Row }
  | Group;

/** `unreadAfter` is the last seq that was read when the conversation was opened, or undefined. */
export function blocksOf(rows: readonly Row[], unreadAfter: number | undefined): Block[] {
  const blocks: Block[] = [];
  let day = '';
  let marked = unreadAfter === undefined;
  for (const row of rows) {
    const itsDay = dayOf(row.at);
    if (itsDay !== day) blocks.push({ kind: 'day', key: `day ${itsDay}`, at: row.at });
    day = itsDay;
    if (!marked && row.seq > (unreadAfter ?? 0) && row.author === 'shopper') {
      blocks.push({ kind: 'unread', key: 'unread' });
      marked = true;
    }
    if (row.kind === 'event') {
      blocks.push({ kind: 'event', key: row.mid, row });
      continue;
    }
    const last = blocks[blocks.length - 1];
    if (last?.kind === 'group' && joins(last.rows[last.rows.length - 1], row)) last.rows.push(row);
    else blocks.push({ kind: 'group', key: row.mid, side: sideOf(row), rows: [row] });
  }
  return blocks;
}

function sideOf(row: Row): 'ours' | 'theirs' {
  return row.author === 'shopper' ? 'theirs' : 'ours';
}

function joins(last: Row | undefined, row: Row): boolean {
  return (
    last !== undefined &&
    last.author === row.author &&
    last.agent === row.agent &&
    row.at - last.at < groupGapMs
  );
}

function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
