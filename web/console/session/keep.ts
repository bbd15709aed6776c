// SPDX-License-Identifier: Apache-2.0
// What survives a reload: the unlocked session and the agent's belongings, sealed by an AES-GCM key
// that this browser holds and does not give out. Twelve hours after signing in it is over. The
// session as it began outlives that, sealed under the passphrase's vault key: with the passphrase
// the console opens again without the relay, as the same device, so that messages still queued here
// can be sent. Signing out wipes all of it.
import { openDatabase, transact } from '../../bridge/database';
import type { Belongings } from './live';
import type { Id } from '../state/model';
import { Store } from '../state/store';
import { read, write, type SignedIn } from './signed-in';

const databaseName = 'shopbell-console';
const storeName = 'kept';
const lifeMs = 12 * 3_600_000;
const settingsName = 'belongings';
const draftPrefix = 'draft/';

/** All that is one record: everything but the drafts. */
export type Settings = Omit<Belongings, 'drafts'>;

interface Draft {
  conv: Id;
  words: string;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

interface KeptSession {
  key: CryptoKey;
  until: number;
  session: Sealed;
}

interface KeptDevice {
  shop: string;
  /** Of the passphrase, from which the vault key is derived. */
  salt: Uint8Array;
  session: Sealed;
}

export class Keep {
  /** This browser could not keep something that it was given. */
  readonly unkept = new Store(false);
  private key: CryptoKey | undefined;
  /** It did not open: what comes after does not wait for it again. */
  private shut = false;

  /** The session of before the reload, or undefined: there is none, it is over, or it was damaged. */
  async session(now = Date.now()): Promise<SignedIn | undefined> {
    const kept = (await this.get('session')) as KeptSession | undefined;
    if (!kept) return undefined;
    if (now >= kept.until) {
      await this.removeOpened();
      return undefined;
    }
    try {
      const session = read(await openText(kept.key, kept.session));
      this.key = kept.key;
      return session;
    } catch {
      await this.removeOpened();
      return undefined;
    }
  }

  /** A new sign-in: a new key, twelve hours. */
  async begin(session: SignedIn, now = Date.now()): Promise<void> {
    this.key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const sealed = await sealText(this.key, write(session));
    await this.put('session', { key: this.key, until: now + lifeMs, session: sealed } satisfies KeptSession);
  }

  /** The session changed (a new roster, a new vault); its end stays. */
  async renew(session: SignedIn): Promise<void> {
    const kept = (await this.get('session')) as KeptSession | undefined;
    if (!kept || !this.key) return;
    await this.put('session', { ...kept, session: await sealText(this.key, write(session)) });
  }

  /** Undefined: none are kept, or they were damaged. */
  async settings(): Promise<Settings | undefined> {
    return this.open<Settings>(await this.get(settingsName));
  }

  async keepSettings({ looking, tab, sound, notify, away }: Settings): Promise<void> {
    await this.seal(settingsName, { looking, tab, sound, notify, away } satisfies Settings);
  }

  async drafts(): Promise<Record<Id, string>> {
    const kept = (await this.transact('readonly', (store) => store.getAll(allDrafts()))) as unknown[] | undefined;
    const drafts = await Promise.all((kept ?? []).map((one) => this.open<Draft>(one)));
    return Object.fromEntries(drafts.flatMap((draft) => (draft ? [[draft.conv, draft.words]] : [])));
  }

  /** Empty where there is none. */
  async draft(conv: Id): Promise<string> {
    return (await this.open<Draft>(await this.get(draftPrefix + conv)))?.words ?? '';
  }

  async keepDraft(conv: Id, words: string): Promise<void> {
    if (words === '') await this.remove([draftPrefix + conv]);
    else await this.seal(draftPrefix + conv, { conv, words } satisfies Draft);
  }

  /** How whoever signed in here last began, if this vault key opens it. */
  async lastSession(vaultKey: Uint8Array): Promise<SignedIn | undefined> {
    const kept = (await this.get('device')) as KeptDevice | undefined;
    if (!kept) return undefined;
    try {
      return read(await openText(await deviceKey(vaultKey), kept.session));
    } catch {
      return undefined;
    }
  }

  async lastSalt(): Promise<Uint8Array | undefined> {
    return ((await this.get('device')) as KeptDevice | undefined)?.salt;
  }

  /** Of which shop this browser holds conversations, for wiping when somebody else signs in. */
  async lastShop(): Promise<string | undefined> {
    return ((await this.get('device')) as KeptDevice | undefined)?.shop;
  }

  async keepDevice(session: SignedIn, salt: Uint8Array, vaultKey: Uint8Array): Promise<void> {
    const sealed = await sealText(await deviceKey(vaultKey), write(session));
    await this.put('device', { shop: session.shop, salt, session: sealed } satisfies KeptDevice);
  }

  async wipe(): Promise<void> {
    this.key = undefined;
    await this.removeOpened();
    await this.remove(['device']);
  }

  // What one reload finds of the last, and nobody who comes later.
  private async removeOpened(): Promise<void> {
    await this.transact('readwrite', (store) => {
      for (const name of ['session', settingsName]) store.delete(name);
      store.delete(allDrafts());
    });
  }

  private async open<T>(sealed: unknown): Promise<T | undefined> {
    if (!sealed || !this.key) return undefined;
    try {
      return JSON.parse(await openText(this.key, sealed as Sealed)) as T;
    } catch {
      return undefined;
    }
  }

  // With every key stroke: it may reach the disk a little later.
  private async seal(name: string, value: object): Promise<void> {
    if (this.key) await this.put(name, await sealText(this.key, JSON.stringify(value)), 'relaxed');
  }

  private async get(name: string): Promise<unknown> {
    return this.transact('readonly', (store) => store.get(name));
  }

  private async put(name: string, value: object, durability: IDBTransactionDurability = 'strict'): Promise<void> {
    await this.transact('readwrite', (store) => store.put(value, name), durability);
  }

  private async remove(names: string[]): Promise<void> {
    await this.transact('readwrite', (store) => {
      for (const name of names) store.delete(name);
    });
  }

  /** Where the browser keeps nothing, the console works on, and a reload asks for the passphrase again. */
  private async transact(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest | void, durability: IDBTransactionDurability = 'strict'): Promise<unknown> {
    if (this.shut) return undefined;
    let database: IDBDatabase | undefined;
    try {
      database = await openDatabase(databaseName, storeName);
      return await transact(database, storeName, mode, work, durability);
    } catch (error) {
      console.warn('Shopbell: this browser does not keep the session:', error);
      this.shut = database === undefined;
      this.unkept.set(true);
      return undefined;
    } finally {
      database?.close();
    }
  }
}

/** After the slash of the prefix comes 0 in the order of characters. */
function allDrafts(): IDBKeyRange {
  return IDBKeyRange.bound(draftPrefix, 'draft0', false, true);
}

async function deviceKey(vaultKey: Uint8Array): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new Uint8Array(vaultKey), 'HKDF', false, ['deriveKey']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode('shopbell/console/device/v1') };
  return crypto.subtle.deriveKey(parameters, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function sealText(key: CryptoKey, text: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text)) };
}

async function openText(key: CryptoKey, sealed: Sealed): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data));
}
