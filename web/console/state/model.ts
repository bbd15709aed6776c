// SPDX-License-Identifier: Apache-2.0
// What the console knows, in the words of its screens. The Session's effects are folded into this
// by fold.ts; screens only read it. Ids are lower-case hex, so that they can be keys.

import type { FileContent } from '@wire/wire';
import type { Standings } from '../../changes/standing';

import type { Cards } from '../../cards/read';

export type Id = string;

export type Author = 'shopper' | 'agent' | 'bot' | 'system';
export type Status = 'none' | 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
export type Happening = 'none' | 'closed' | 'reopened' | 'assigned' | 'surveyed' | 'erased' | 'changed';
export type Presence = 'offline' | 'away' | 'available';
export type Role = 'owner' | 'supervisor' | 'agent' | 'bot';

export interface Page {
  url: string;
  title: string;
  locale: string;
}

export interface Row {
  mid: Id;
  /** 0 while the relay has not acknowledged it. */
  seq: number;
  author: Author;
  mine: boolean;
  agent?: Id | undefined;
  kind: 'text' | 'event' | 'placeholder' | 'file' | 'cards';
  /** Words; of a file or cards what stands for them. */
  body: string;
  file?: FileContent | undefined;
  /** Encoded, as RowView.content. */
  content: Uint8Array;
  cards?: Cards | undefined;
  event: Happening;
  eventAgent?: Id | undefined;
  at: number;
  status: Status;
  /** Not sent: a protocol code. Placeholder: what was wrong with the row. */
  reason: number;
  page?: Page | undefined;
}

export interface Conversation {
  id: Id;
  open: boolean;
  /** Deleted for everyone: in no list any more, and nothing is left of it. */
  erased: boolean;
  assignee?: Id | undefined;
  headSeq: number;
  openedAt: number;
  /** Unix ms of the first unanswered message, 0 when nobody waits. */
  waitingSince: number;
  unread: number;
  online: boolean;
  complete: boolean;
  forked: boolean;
  last?: Row | undefined;
  rows: readonly Row[];
  /** What was said of these rows since. */
  standings: Standings;
  typing: boolean;
  /** Newest page the shopper wrote from, once its rows are loaded. */
  page?: Page | undefined;
}

export interface Agent {
  id: Id;
  name: string;
  picture: string;
  state: Presence;
}

export interface ShopFace {
  name: string;
  accent: string;
  greeting: string;
  away: string;
  origins: readonly string[];
}

/** And what it takes of files. */
export interface Shop extends ShopFace {
  fileBytesMax: number;
  filesAtOnceMax: number;
}

export interface Connection {
  state: 'idle' | 'connecting' | 'online' | 'offline' | 'refused';
  queued: number;
  retryAt: number;
  code: number;
  message: string;
}

export interface Me {
  id: Id;
  name: string;
  role: Role;
  email: string;
}

/** A row and where it stands: one that has arrived, or one that was found. */
export interface PlacedRow {
  conv: Id;
  row: Row;
}

/** What a search has found, newest first. */
export interface Found {
  query: string;
  hits: readonly PlacedRow[];
}

export interface Desk {
  me: Me;
  shop: Shop;
  agents: ReadonlyMap<Id, Agent>;
  connection: Connection;
  conversations: ReadonlyMap<Id, Conversation>;
  /** The list has come from the relay or the disk: an empty one is truly empty. */
  listed: boolean;
  /** The conversation on the screen. */
  looking: Id | undefined;
  /** Its row that a search led to, until one looks elsewhere. */
  pointed: Id | undefined;
  found: Found | undefined;
  /** A Session has begun that will say everything again; until then the last one's words stand. */
  anew: boolean;
  /** In a tab without a connection: who is on the shop's page, as the tab that has one tells. */
  online: ReadonlySet<Id> | undefined;
}

export function emptyDesk(me: Me, shop: Shop): Desk {
  return {
    me,
    shop,
    agents: new Map(),
    connection: { state: 'idle', queued: 0, retryAt: 0, code: 0, message: '' },
    conversations: new Map(),
    listed: false,
    looking: undefined,
    pointed: undefined,
    found: undefined,
    anew: false,
    online: undefined,
  };
}
