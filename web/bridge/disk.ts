// SPDX-License-Identifier: Apache-2.0
// What one device keeps of one shop in one role: key/value pairs in IndexedDB, written strictly
// (on disk before the answer). Where the browser gives no storage it keeps them in memory, and
// says so once through onProblem.
import type { Stored } from '@wire/boundary';

const databaseName = 'shopbell';
const storeName = 'kept';

export interface DiskName {
  shop: string;
  role: 'shopper' | 'agent';
}

export class Disk {
  // Where nothing can be kept for long; undefined while IndexedDB serves.
  #memory: Map<string, Uint8Array> | undefined;
  #database: Promise<IDBDatabase> | undefined;

  constructor(
    private readonly name: DiskName,
    private readonly onProblem: (message: string) => void = () => undefined,
  ) {}

  async load(): Promise<Stored[]> {
    const all: Stored[] = [];
    const database = await this.#open();
    if (!database) {
      for (const [key, value] of this.#memory ?? []) all.push({ key, value });
      return all;
    }
    const request = database.transaction(storeName).objectStore(storeName).openCursor(this.#range());
    await new Promise<void>((resolve, reject) => {
      request.onerror = () => reject(failure(request.error));
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve();
        all.push({ key: (cursor.key as string[])[2] ?? '', value: cursor.value as Uint8Array });
        cursor.continue();
      };
    });
    return all;
  }

  async store(puts: Stored[], removes: string[]): Promise<void> {
    const database = await this.#open();
    if (!database) return this.#storeInMemory(puts, removes);
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
      const kept = transaction.objectStore(storeName);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(failure(transaction.error));
      for (const key of removes) kept.delete(key === '*' ? this.#range() : this.#path(key));
      for (const { key, value } of puts) kept.put(value, this.#path(key));
    });
  }

  #storeInMemory(puts: Stored[], removes: string[]): void {
    for (const key of removes) {
      if (key === '*') this.#memory?.clear();
      else this.#memory?.delete(key);
    }
    for (const { key, value } of puts) this.#memory?.set(key, value);
  }

  async #open(): Promise<IDBDatabase | undefined> {
    if (this.#memory) return undefined;
    this.#database ??= openDatabase(() => (this.#database = undefined));
    try {
      return await this.#database;
    } catch (error) {
      this.#memory = new Map();
      this.onProblem(`This browser does not let the page store anything (${String(error)}): messages are kept only until the page closes.`);
      return undefined;
    }
  }

  #path(key: string): string[] {
    return [this.name.shop, this.name.role, key];
  }

  // Every key of this shop and role: an array sorts after any text.
  #range(): IDBKeyRange {
    return IDBKeyRange.bound(this.#path(''), [this.name.shop, this.name.role, []]);
  }
}

function openDatabase(onGone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onerror = () => reject(failure(request.error));
    request.onblocked = () => reject(new Error('blocked by another tab'));
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onGone;
      database.onversionchange = () => {
        database.close();
        onGone();
      };
      resolve(database);
    };
  });
}

function failure(error: DOMException | null): Error {
  return error ?? new Error('the browser stopped the transaction');
}
