// SPDX-License-Identifier: Apache-2.0
// An IndexedDB of one store, as disk, shelf and the console's keep use it: opened or refused within a
// time, and written durably.

/** Some browsers leave the first open unanswered. */
const openMsMax = 4000;

/** `onGone`: the browser has closed it, or another page wants to change it: open it anew. */
export function openDatabase(name: string, store: string, onGone: () => void = () => undefined): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser does not open it')), openMsMax);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onerror = () => reject(failure(request.error));
    request.onsuccess = () => {
      clearTimeout(timer);
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

/**
 * Resolves when the transaction is on the disk, with what `work` has asked for last; rejects with what
 * the browser says, and nothing of it is kept.
 */
export function transact(
  database: IDBDatabase,
  store: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest | void,
  durability: IDBTransactionDurability = 'strict',
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result as unknown);
    transaction.onabort = () => reject(failure(transaction.error));
  });
}

function failure(error: DOMException | null): Error {
  return error ?? new Error('the browser stopped the transaction');
}
