// SPDX-License-Identifier: Apache-2.0
// What one device keeps of one shop in one role: key/value pairs in IndexedDB, written strictly (on
// disk before the answer). A copy stays in memory: where the browser gives no storage, loses it or
// has no room, the chat goes on with the copy, and what the disk still owes is written with the next
// rows that can be. Two keys are the disk's own: `device` says whose disk it is, `lead` which tab
// may write for all (tabs.ts).
import type { Stored } from '@wire/boundary';

import { randomBytes } from './bytes';
import { openDatabase, transact } from './database';

/** Why things are not kept: this browser gives no storage, or has no room for more. Empty: they are. */
export type DiskProblem = '' | 'none' | 'full';

/** Nothing was written: another tab leads by now, or another person uses this browser. */
export class Fenced extends Error {
  /** But these rows that wait to be sent were, which the disk did not have. */
  readonly added: Stored[] = [];
}

export interface DiskName {
  shop: string;
  role: 'shopper' | 'agent';
}

type Values = ReadonlyMap<string, Uint8Array | undefined>;

const databaseName = 'shopbell';
const storeName = 'kept';
const deviceKey = 'device';
const leadKey = 'lead';
/** What is owed is tried again then, also when nothing else is to be kept: it may be a removal. */
const againMs = 15_000;

export class Disk {
  /** False: what is kept here nobody else sees. */
  isShared = true;
  /** Counts the tabs that came to lead; this page's number, once it has loaded to lead. */
  term = 0;
  #kept = new Map<string, Uint8Array>();
  #owed = new Set<string>();
  #writing: Values[] = [];
  #database: Promise<IDBDatabase> | undefined;
  #problem: DiskProblem = '';
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: DiskName,
    /** Called at each change, with what the browser said. */
    private readonly onProblem: (problem: DiskProblem, message: string) => void = () => undefined,
  ) {}

  /** Everything that is kept. To `lead`: from now on no other tab may write for all. */
  async load(lead = true): Promise<Stored[]> {
    let found: Map<string, unknown> | undefined;
    let term = 1;
    const isWritten = await this.#write((kept) => {
      this.#read(kept, '*', (all) => {
        found = all;
        term = Number(found.get(leadKey) ?? term);
        found.delete(leadKey);
        this.#adopt(found as Map<string, Uint8Array>);
        if (lead) kept.put(term + 1, this.#path(leadKey));
        this.#pay(kept, this.#valuesOf(this.#owed));
      });
    });
    // What can be read but not written is the same disk still; its last term serves.
    this.isShared = isWritten || found?.has(deviceKey) === true;
    this.term = isWritten && lead ? term + 1 : term;
    if (isWritten) this.#owed.clear();
    if (!found) this.#adopt(new Map());
    return Array.from(this.#kept, ([key, value]) => ({ key, value }));
  }

  /**
   * Resolves when it is durable, or cannot be. Removes come before the puts; a key that ends in "*"
   * removes all that begin as it does, and "*" alone everything that is this person's.
   * `term`: that of the tab that leads, 0 for one that follows.
   */
  async store(puts: Stored[], removes: string[], term = this.term): Promise<void> {
    if (removes.includes('*')) return this.wipe();
    this.#note(puts, removes);
    for (const { key } of puts) this.#owed.add(key);
    for (const key of removes) this.#owed.add(key);
    if (!this.isShared) return;
    // As it is now: a transaction holds what belongs together.
    const writing = this.#valuesOf(this.#owed);
    this.#owed.clear();
    this.#writing.push(writing);
    let fenced: Fenced | undefined;
    const isWritten = await this.#write((kept) => {
      const lead = kept.get(this.#path(leadKey));
      const device = kept.get(this.#path(deviceKey));
      device.onsuccess = () => {
        const leads = term === 0 || (lead.result ?? 1) === term;
        if (!device.result) this.#writeAnew(kept, term);
        else if (leads && this.#isOurs(device.result)) this.#pay(kept, writing);
        else this.#add(kept, writing, (fenced = new Fenced()), device.result);
      };
    });
    this.#writing.splice(this.#writing.indexOf(writing), 1);
    if (fenced && isWritten) throw fenced;
    if (isWritten) return;
    for (const key of writing.keys()) this.#owed.add(key);
    if (this.#again) return;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      void this.store([], [], term).catch(() => undefined);
    }, againMs);
  }

  /** Rows that wait to be sent of which this tab has not heard: who stored them came to no telling. */
  async untold(): Promise<Stored[]> {
    const known = new Set(this.#kept.keys());
    const found: Stored[] = [];
    await this.#write((kept) => {
      this.#read(kept, 'out/*', (all) => {
        for (const [key, value] of all) {
          // What it knew when it asked it may have done with since.
          if (!known.has(key) && !this.#kept.has(key)) found.push({ key, value: value as Uint8Array });
        }
      });
    });
    this.#note(found, []);
    return found;
  }

  /**
   * Another tab has stored this. What is left of it is news: a row that waits and is being written
   * here comes to the disk after it.
   */
  hear(puts: Stored[], removes: string[]): [Stored[], string[]] {
    const isNews = (key: string): boolean => !key.startsWith('out/') || !this.#writing.some((writing) => writing.has(key)) || key.endsWith('*');
    const news: [Stored[], string[]] = [puts.filter(({ key }) => isNews(key)), removes.filter(isNews)];
    this.#note(...news);
    return news;
  }

  /** Removes everything that is this person's. */
  async wipe(): Promise<void> {
    const mine = this.#kept.get(deviceKey);
    this.#kept.clear();
    this.#owed.clear();
    await this.#write((kept) => {
      const device = kept.get(this.#path(deviceKey));
      device.onsuccess = () => {
        if (!mine || isSame(device.result, mine)) kept.delete(this.#range());
      };
    });
  }

  /** Lets go of the file until the next load or store. */
  close(): void {
    this.#database?.then(
      (database) => database.close(),
      () => undefined,
    );
    this.#database = undefined;
  }

  // In the copy in memory.
  #note(puts: Stored[], removes: string[]): void {
    for (const key of removes) {
      for (const known of this.#kept.keys()) if (isMeant(key, known)) this.#kept.delete(known);
    }
    for (const { key, value } of puts) this.#kept.set(key, value);
  }

  // The disk's rows, and over them what the disk owes, become the copy in memory.
  #adopt(found: Map<string, Uint8Array>): void {
    const mine = this.#kept;
    if (!found.has(deviceKey)) {
      // A fresh device, or one whose storage was emptied.
      if (!mine.has(deviceKey)) mine.set(deviceKey, randomBytes(32));
      for (const key of mine.keys()) this.#owed.add(key);
    } else if (!this.#isOurs(found.get(deviceKey))) {
      this.#owed.clear();
    }
    for (const owed of this.#owed) {
      for (const key of found.keys()) if (isMeant(owed, key)) found.delete(key);
    }
    for (const key of this.#owed) {
      const value = mine.get(key);
      if (value) found.set(key, value);
    }
    this.#kept = found;
  }

  #isOurs(device: unknown): boolean {
    return isSame(device, this.#kept.get(deviceKey));
  }

  // The storage was emptied while the chat goes on.
  #writeAnew(kept: IDBObjectStore, term: number): void {
    if (term > 0) kept.put(term, this.#path(leadKey));
    this.#pay(kept, this.#kept);
  }

  // Undefined: to be removed.
  #valuesOf(keys: Set<string>): Values {
    return new Map(Array.from(keys, (key) => [key, this.#kept.get(key)]));
  }

  #pay(kept: IDBObjectStore, values: Values): void {
    for (const [key, value] of values) if (!value) kept.delete(this.#range(key));
    for (const [key, value] of values) if (value) kept.put(value, this.#path(key));
  }

  // Of one who no longer leads: words that were written, where they are new to the disk.
  #add(kept: IDBObjectStore, values: Values, { added }: Fenced, device: unknown): void {
    if (!this.#isOurs(device)) return;
    for (const [key, value] of values) {
      if (!value || !key.startsWith('out/')) continue;
      const known = kept.getKey(this.#path(key));
      known.onsuccess = () => {
        if (known.result) return;
        kept.put(value, this.#path(key));
        added.push({ key, value });
      };
    }
  }

  #read(kept: IDBObjectStore, key: string, take: (found: Map<string, unknown>) => void): void {
    const keys = kept.getAllKeys(this.#range(key));
    const values = kept.getAll(this.#range(key));
    values.onsuccess = () => take(new Map(keys.result.map((path, at) => [(path as string[])[2] ?? '', values.result[at] as unknown])));
  }

  // False: nothing was written.
  async #write(work: (kept: IDBObjectStore) => void): Promise<boolean> {
    let problem: DiskProblem = '';
    let message = '';
    try {
      const database = await (this.#database ??= openDatabase(databaseName, storeName, () => (this.#database = undefined)));
      await transact(database, storeName, 'readwrite', work);
    } catch (error) {
      this.close();
      message = String(error);
      problem = (error as Error).name === 'QuotaExceededError' ? 'full' : 'none';
    }
    if (problem !== this.#problem) this.onProblem((this.#problem = problem), message);
    return !problem;
  }

  #path(key: string): string[] {
    return [this.name.shop, this.name.role, key];
  }

  // What a key of `removes` means, of this shop and role alone: an array sorts after any text.
  #range(key = '*'): IDBKeyRange {
    if (!key.endsWith('*')) return IDBKeyRange.only(this.#path(key));
    const start = key.slice(0, -1);
    return IDBKeyRange.bound(this.#path(start), start ? this.#path(`${start}\uffff`) : [this.name.shop, this.name.role, []]);
  }
}

function isMeant(key: string, known: string): boolean {
  return key.endsWith('*') ? known.startsWith(key.slice(0, -1)) : known === key;
}

function isSame(a: unknown, b: unknown): boolean {
  return String(a) === String(b);
}
