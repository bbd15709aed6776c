// SPDX-License-Identifier: Apache-2.0
// What the screens may ask of a signed-in session. connect.ts makes the real one out of the core;
// screens know nothing of frames, keys or disks.
import type { Event } from '@wire/boundary';
import type { Desk, Id } from '../state/model';
import type { Store } from '../state/store';
import type { ConsoleFiles } from './files';

export interface Live {
  readonly desk: Store<Desk>;
  /** Puts a conversation on the screen, or none; focused: somebody is looking at it. */
  look(conv: Id | undefined, focused: boolean): void;
  seen(conv: Id, seq: number): void;
  say(conv: Id, words: string): void;
  /** A file of the tray, sealed: `content` speaks of it, `words` are what was written with it. */
  share(conv: Id, content: Uint8Array, blob: Uint8Array, words: string): void;
  /** An answer to a message, or a change of one (web/changes/content.ts); `words` come back where it is refused. */
  tell(conv: Id, event: Event, words: string): void;
  /** An encoded CardsContent. */
  sendCards(conv: Id, content: Uint8Array): void;
  readonly files: ConsoleFiles;
  write(conv: Id, on: boolean): void;
  close(conv: Id): void;
  reopen(conv: Id): void;
  assign(conv: Id, agent: Id): void;
  /** Deletes the conversation here, at the shopper's and on the relay. */
  erase(conv: Id): void;
  /** Answered by desk.found. */
  search(query: string): void;
  attend(state: 'away' | 'available'): void;
  retryRow(conv: Id, mid: Id): void;
  discardRow(conv: Id, mid: Id): void;
  retryNow(): void;
}

/** What this agent left on the desk: kept sealed beside the session, wiped at sign-out. */
export interface Belongings {
  drafts: Readonly<Record<Id, string>>;
  looking: Id | undefined;
  tab: 'waiting' | 'mine' | 'all' | 'closed';
  sound: boolean;
  notify: boolean;
  away: boolean;
}

export const noBelongings: Belongings = {
  drafts: {},
  looking: undefined,
  tab: 'all',
  sound: true,
  notify: true,
  away: false,
};
