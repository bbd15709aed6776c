// SPDX-License-Identifier: Apache-2.0
// Several tabs of one profile have one chat: each writes, keeps and shows; one of them, the leader,
// holds the socket. The Web Lock says which; the disk's term makes sure that an earlier one, frozen
// and thawed perhaps, no longer writes for all (disk.ts). What a tab has stored it tells the others
// over a broadcast, and the leader tells besides what only a connection knows. Nothing depends on
// there being one leader: rows have ids of their own, and the relay takes each once.
import type { Event, Stored } from '@wire/boundary';

import type { Disk, Fenced } from './disk';
import type { ViewEffect } from './driver';
import { join, type Post } from './pipe';

/** What a tab's Session is told (tab-session.ts); through a pipe where it lives in a frame. */
export interface TabEvents {
  /** Ends the Session that runs, if one does. Nothing of it comes to the disk after that. */
  end(): Promise<void> | void;
  /** Begins one over what is stored. `term`: its right to write for all, 0 for one that follows. */
  begin(stored: Stored[], term: number): void;
  /** Another tab has stored this. */
  merge(puts: Stored[], removes: string[]): void;
  /** What the leader tells those that follow. */
  news(effects: ViewEffect[]): void;
  /** A follower asks the leader to do this, and in any case for its news. */
  asked(event: Event | null): void;
  /** This person's chat was removed from this browser, in another tab. */
  forgotten(): void;
}

/** A leader that does not answer within this is frozen, or gone: the lead is taken from it. */
const answerMsMax = 5000;

export class Tabs {
  #channel: BroadcastChannel | undefined;
  #post: Post = () => undefined;
  #part = 0;
  #term = 0;
  /** Of the tab that leads, as far as this one has heard. */
  #newest = 0;
  #release: () => void = () => undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: string,
    private readonly disk: Disk,
    private readonly on: TabEvents,
  ) {}

  /** This tab's Session can run. */
  join(): void {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.name);
    this.#post = join(this.#channel as unknown as MessagePort, {
      merge: (puts: Stored[], removes: string[]) => {
        this.on.merge(...this.disk.hear(puts, removes));
      },
      news: (term: number, effects: ViewEffect[]) => this.#hear(term, effects),
      ask: (event: Event | null) => {
        if (this.#term > 0) this.on.asked(event);
      },
      follows: () => {
        if (this.#term > 0) void this.#hearUntold();
      },
      left: () => {
        if (!navigator.locks) this.#take();
      },
      forget: () => this.on.forgotten(),
    });
    if (navigator.locks) this.#seek();
    else this.#take();
  }

  /** Holds nothing any more: the page closes or is put aside, or its Session cannot run. */
  leave(): void {
    if (this.#term > 0) this.#post('left');
    this.#endPart();
    this.#beAlone();
    this.#channel = undefined;
    this.disk.close();
  }

  /** Resolves when it is durable, or cannot be. */
  async store(puts: Stored[], removes: string[], term: number): Promise<void> {
    try {
      await this.disk.store(puts, removes, term);
    } catch (error) {
      this.#post('merge', (error as Fenced).added, []);
      if (term === this.#term) this.#seek();
      // Whoever waits for this has no say any more.
      return new Promise(() => undefined);
    }
    this.#post('merge', puts, removes);
    if (term === 0 && puts.length > 0) this.ask(null);
  }

  /** As leader: for those that follow. */
  tell(effects: ViewEffect[]): void {
    this.#post('news', this.#term, effects);
  }

  /** As follower: for the leader to do. Its news are the answer, also to null. */
  ask(event: Event | null): void {
    this.#post('ask', event);
    this.#patience ??= setTimeout(() => this.#take(), answerMsMax);
  }

  /** Removes everything that is kept; every other tab is to do so as well. */
  async forget(tellOthers = true): Promise<void> {
    this.leave();
    if (tellOthers) {
      const channel = new BroadcastChannel(this.name);
      channel.postMessage(['forget']);
      channel.close();
    }
    await this.disk.wipe();
  }

  #hear(term: number, effects: ViewEffect[]): void {
    // One that was replaced may not know yet.
    if (term < this.#newest) return;
    // Two that lead: the later one stays. And the last leader may have stored and removed what it
    // had no time to tell: who follows begins anew as well.
    if (term > this.#newest) {
      this.#newest = term;
      return this.#seek();
    }
    this.#calm();
    if (this.#term === 0) this.on.news(effects);
  }

  // A tab that crashed may have stored words, and had no time to tell.
  async #hearUntold(): Promise<void> {
    const part = this.#part;
    const untold = await this.disk.untold();
    if (part === this.#part) this.on.merge(untold, []);
  }

  // Leads if nobody does; else follows, and leads when its turn comes.
  #seek(): void {
    if (navigator.locks) return this.#request({ ifAvailable: true });
    this.#endPart();
    void this.#begin(false);
  }

  #take(): void {
    if (navigator.locks) return this.#request({ steal: true });
    this.#endPart();
    void this.#begin(true);
  }

  #request(options: LockOptions): void {
    const part = this.#endPart();
    let held = 0;
    const request = (more: LockOptions): void => {
      const over = navigator.locks.request(this.name, more, (lock) => {
        if (part !== this.#part) return undefined;
        if (lock) {
          held = this.#endPart();
          void this.#begin(true);
          return new Promise<void>((release) => (this.#release = release));
        }
        const queue = new AbortController();
        this.#release = () => queue.abort();
        void this.#begin(false);
        request({ signal: queue.signal });
        return undefined;
      });
      over.catch(() => {
        // Another tab took it.
        if (held === this.#part) this.#seek();
      });
    };
    request(options);
  }

  async #begin(lead: boolean): Promise<void> {
    const part = this.#part;
    await this.on.end();
    const stored = await this.disk.load(lead);
    if (part !== this.#part) return;
    if (!this.disk.isShared) this.#beAlone();
    this.#newest = this.disk.term;
    this.#term = lead || !this.disk.isShared ? this.disk.term : 0;
    this.on.begin(stored, this.#term);
    if (this.#term > 0) return;
    this.ask(null);
    this.#post('follows');
  }

  // What an earlier part still waits for is no news to the next.
  #endPart(): number {
    this.#calm();
    this.#term = 0;
    this.#release();
    this.#release = () => undefined;
    return ++this.#part;
  }

  #calm(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  // Without a disk that others see there is nothing to agree about.
  #beAlone(): void {
    this.#release();
    this.#channel?.close();
    this.#post = () => undefined;
  }
}
