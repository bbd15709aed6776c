// SPDX-License-Identifier: Apache-2.0
// The transcript as the eye reads it: day lines, groups of one person's bubbles, lines for what
// happened, and one line where the unread begins. Pure, so that it is tested without a page.
import { hexOf } from '../../web/bridge/bytes';
import { dayNumber } from '../../web/bridge/locale';
import { Kind, Status, type Row } from './model';

/** Bubbles of one person nearer in time than this stand together. */
const groupGapMs = 5 * 60_000;

export interface BubbleItem {
  kind: 'bubble';
  key: string;
  row: Row;
  first: boolean;
  last: boolean;
  /** Under the last own message alone, and under each that was not sent. */
  showsStatus: boolean;
}

export type Item =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; row: Row }
  | BubbleItem;

/** `firstNew` is the key of the row before which "New messages" stands. */
export function itemsOf(rows: readonly Row[], firstNew: string | undefined): Item[] {
  const items: Item[] = [];
  const lastOwn = rows.reduce((last, row) => (row.mine && isMessage(row) ? row.key : last), '');
  let day: number | undefined;
  let open: BubbleItem | undefined;
  for (const row of rows) {
    const itsDay = dayNumber(row.at);
    if (itsDay !== day) {
      items.push({ kind: 'day', key: `day ${itsDay} ${row.key}`, at: row.at });
      open = undefined;
    }
    day = itsDay;
    if (row.key === firstNew) {
      items.push({ kind: 'new', key: 'new' });
      open = undefined;
    }
    if (row.kind === Kind.event) {
      items.push({ kind: 'event', key: row.key, row });
      open = undefined;
      continue;
    }
    const joins = open !== undefined && isOfGroup(open.row, row);
    if (joins && open) open.last = false;
    const isFailed = row.status === Status.notSent;
    open = { kind: 'bubble', key: row.key, row, first: !joins, last: true, showsStatus: row.mine && (isFailed || row.key === lastOwn) };
    items.push(open);
  }
  return items;
}

function isMessage({ kind }: Row): boolean {
  return kind === Kind.text || kind === Kind.content;
}

function isOfGroup(last: Row, row: Row): boolean {
  return author(last) === author(row) && row.at - last.at < groupGapMs && last.status !== Status.notSent;
}

function author(row: Row): string {
  return row.mine ? 'me' : `${row.author} ${row.agent ? hexOf(row.agent) : ''}`;
}

/** Where the line stands when the chat is opened with `unread` messages that nobody has seen. */
export function firstUnread(rows: readonly Row[], unread: number): string | undefined {
  let left = unread;
  for (let at = rows.length - 1; left > 0 && at >= 0; at--) {
    const row = rows[at];
    if (!row || row.mine || row.kind === Kind.event) continue;
    left -= 1;
    if (left === 0) return row.key;
  }
  return undefined;
}
