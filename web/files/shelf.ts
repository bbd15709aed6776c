// SPDX-License-Identifier: Apache-2.0
// Sealed files that the relay does not have yet, kept by this browser so that they survive a reload:
// pieces in an IndexedDB of their own (the chat's disk stays small, and its version is its own).
// Where the browser gives no storage, or no room, they stay in memory and go as far as this page.
import { openDatabase, transact } from '../bridge/database';
import type { Piece } from './cipher';

const databaseName = 'shopbell-files';
const storeName = 'pieces';
/** What nothing has come for in this time belongs to no row any more; what was never finished, to a page that was closed. */
const keptMsMax = 60 * 24 * 3_600_000;
const unfinishedMsMax = 24 * 3_600_000;
/** Behind the pieces of a blob: what is said of it as a whole. */
const about = -1;

interface About {
  /** 0: not all of them are here yet. */
  bytes: number;
  at: number;
}

export interface ShelfName {
  shop: string;
  role: 'shopper' | 'agent';
}

export class Shelf {
  readonly #memory = new Map<string, Piece | About>();
  #database: Promise<IDBDatabase> | undefined;

  constructor(private readonly name: ShelfName) {}

  async put(blob: string, at: number, piece: Piece): Promise<void> {
    if (at === 0) await this.#put(blob, about, { bytes: 0, at: Date.now() });
    await this.#put(blob, at, piece);
  }

  /** All pieces are here. */
  async finish(blob: string, bytes: number): Promise<void> {
    await this.#put(blob, about, { bytes, at: Date.now() });
    void this.#write((pieces) => this.#sweep(pieces));
  }

  /** Bytes of the whole blob; undefined where it is not here, or not whole. */
  async bytes(blob: string): Promise<number | undefined> {
    return ((await this.#get(blob, about)) as About | undefined)?.bytes || undefined;
  }

  async piece(blob: string, at: number): Promise<Piece | undefined> {
    return (await this.#get(blob, at)) as Piece | undefined;
  }

  async drop(blob: string): Promise<void> {
    for (const key of this.#memory.keys()) if (key.startsWith(`${blob} `)) this.#memory.delete(key);
    await this.#write((pieces) => void pieces.delete(IDBKeyRange.bound(this.#path(blob, about), this.#path(blob, Infinity))));
  }

  /** Everything that is this person's. */
  async wipe(): Promise<void> {
    this.#memory.clear();
    const { shop, role } = this.name;
    await this.#write((pieces) => void pieces.delete(IDBKeyRange.bound([shop, role], [shop, role, []])));
  }

  async #put(blob: string, at: number, value: Piece | About): Promise<void> {
    const isKept = await this.#write((pieces) => void pieces.put(value, this.#path(blob, at)));
    if (!isKept) this.#memory.set(`${blob} ${at}`, value);
  }

  async #get(blob: string, at: number): Promise<unknown> {
    const known = this.#memory.get(`${blob} ${at}`);
    if (known) return known;
    return (await this.#transact('readonly', (pieces) => pieces.get(this.#path(blob, at)))).found;
  }

  #path(blob: string, at: number): (string | number)[] {
    return [this.name.shop, this.name.role, blob, at];
  }

  // Blobs whose row was lost with the chat's own disk.
  #sweep(pieces: IDBObjectStore): void {
    const { shop, role } = this.name;
    const cursor = pieces.openCursor(IDBKeyRange.bound([shop, role], [shop, role, []]));
    cursor.onsuccess = () => {
      const found = cursor.result;
      if (!found) return;
      const [, , blob, at] = found.key as [string, string, string, number];
      const { bytes, at: since } = found.value as About;
      const isOld = at === about && since < Date.now() - (bytes > 0 ? keptMsMax : unfinishedMsMax);
      if (isOld) pieces.delete(IDBKeyRange.bound(this.#path(blob, about), this.#path(blob, Infinity)));
      // On to the next blob.
      found.continue(this.#path(blob, Infinity));
    };
  }

  // False: the browser would not.
  async #write(work: (pieces: IDBObjectStore) => void): Promise<boolean> {
    return (await this.#transact('readwrite', work)).isDone;
  }

  async #transact(mode: IDBTransactionMode, work: (pieces: IDBObjectStore) => IDBRequest | void): Promise<{ isDone: boolean; found?: unknown }> {
    try {
      const database = await (this.#database ??= openDatabase(databaseName, storeName, () => (this.#database = undefined)));
      return { isDone: true, found: await transact(database, storeName, mode, work) };
    } catch {
      this.#database = undefined;
      return { isDone: false };
    }
  }
}
