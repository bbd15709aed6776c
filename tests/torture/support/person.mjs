// SPDX-License-Identifier: Apache-2.0
// A shopper or an agent: the real core in its wasm, driven by the pages' own web/bridge, over a real
// WebSocket. The disk is a map that outlives the page; it takes a turn to write, and what a page
// had not written when it closed is not there.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';

import WebSocket from 'ws';

import { AgentApi } from '../../e2e/support/agent-api.mjs';
import { decode, hex, submissionFields } from '../../golden/protocol.mjs';
import { load } from '../../unit/web/sources.mjs';

// A connection that fails is told by its close; this one has no other listener for errors.
globalThis.WebSocket = class extends WebSocket {
  constructor(...parameters) {
    super(...parameters);
    this.on('error', () => undefined);
  }
};

const { Core, ConsoleCore, Driver, PageShell } = await load('web/bridge/core', 'web/bridge/console-core', 'web/bridge/driver', 'web/bridge/shell');
const wasm = (name) => readFileSync(fileURLToPath(new URL(`../../../build/wasm/${name}.wasm`, import.meta.url)));
const shopperWasm = wasm('shopper');
const consoleWasm = wasm('console');
const seed = () => new Uint8Array(randomBytes(32));
const bytes = (base64url) => new Uint8Array(Buffer.from(base64url, 'base64url'));

const passphrase = 'demo-demo-demo';
const { limits } = JSON.parse(readFileSync(fileURLToPath(new URL('../../../core/wire/schema/limits.json', import.meta.url))));
const outboxRowsMax = limits.find(({ name }) => name === 'outbox_rows_max').value;
const frameTypes = { ack: 6, nack: 7, deliver: 8, synced: 13 };
const midField = submissionFields.indexOf('mid');
const outboxKey = /^out\/.*\//;
export const statuses = { queued: 1, sending: 2, sent: 3, delivered: 4, read: 5, notSent: 6 };

class KeptOnDisk {
  #kept = new Map();
  /** A number of its own for each page that opens; 0 while there is none. */
  #page = 0;
  #pages = 0;

  constructor(onWritten) {
    this.onWritten = onWritten;
  }

  load() {
    this.#page = ++this.#pages;
    return [...this.#kept].map(([key, value]) => ({ key, value }));
  }

  /** The page is gone, with what it has not yet written. */
  close() {
    this.#page = 0;
  }

  store(puts, removes) {
    const page = this.#page;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        if (page === 0 || page !== this.#page) return reject(new Error('the page is gone'));
        if (removes.includes('*')) this.#kept.clear();
        for (const key of removes) this.#kept.delete(key);
        for (const { key, value } of puts) this.#kept.set(key, value.slice());
        this.onWritten(puts.map(({ key }) => key));
        resolve();
      });
    });
  }
}

export class Person {
  #driver;
  #disk;
  #start;
  /** Of every row this page was shown: by mid, as it was last. */
  rows = new Map();
  /** Of every conversation, by its id. */
  conversations = new Map();
  /** As ConnectionChanged says it. */
  link = { state: 0, queued: 0 };
  /** Events that were refused, and a core that stopped. */
  failures = [];
  /** How often the person was told that too many messages wait: those were never taken. */
  toldFull = 0;

  /**
   * `on`, of which each may be left out: promised(mid): an own row is on the disk;
   * acknowledged(conv, mid, seq); refused(mid, code, message); known(mid): the relay spoke of it as committed;
   * shown(person, conv, row); arrived(person, conv, row); changed().
   */
  constructor(name, start, on) {
    this.name = name;
    this.#start = start;
    this.on = on;
    this.#disk = new KeptOnDisk((keys) => {
      for (const key of keys) if (outboxKey.test(key)) on.promised?.(key.split('/')[2]);
    });
  }

  /** One who has never been here. `shopRef` is the snippet's SHOP.ROOTHASH. */
  static shopper(name, relay, shopRef, on) {
    const [shop, hash] = shopRef.split('.');
    return new Person(name, { role: 1, shop, rootHash: bytes(hash), relayOrigin: relay.url.replace(/^http/, 'ws'), keys: null, follow: false }, on);
  }

  static async agent(name, relay, email, on) {
    const { welcome, salt } = await AgentApi.signIn(relay.url, email, passphrase);
    const core = await ConsoleCore.load(consoleWasm);
    const { vaultKey } = core.call({ type: 'Derive', passphrase, salt: bytes(salt) });
    const { keys } = core.call({ type: 'Unlock', seed: seed(), agent: bytes(welcome.agent), vaultKey, vault: bytes(welcome.vault) });
    return new Person(name, { role: 2, shop: welcome.shop, rootHash: bytes(welcome.root_hash), relayOrigin: relay.url.replace(/^http/, 'ws'), keys, follow: false }, on);
  }

  get isAgent() {
    return this.#start.role === 2;
  }

  /** A page opens, on what the disk has. */
  open() {
    const page = new PageShell(this.#disk);
    const shell = {
      connect: (url, on) => page.connect(url, { ...on, frame: (frame) => this.#heard(frame, on) }),
      send: (frame) => page.send(frame),
      disconnect: (code) => page.disconnect(code),
      store: (puts, removes) => page.store(puts, removes),
    };
    this.#driver = new Driver(Core.load(this.isAgent ? consoleWasm : shopperWasm), shell, (effects) => this.#seen(effects), (error) => this.failures.push(error));
    this.#driver.start({ ...this.#start, seed: seed(), stored: this.#disk.load() });
  }

  /** The page closes, whatever it was doing. */
  close() {
    this.#disk.close();
    this.#driver?.stop();
    this.#driver = undefined;
  }

  say(body, conv = null) {
    this.#driver.dispatch({ type: 'Compose', conv, body, page: null });
  }

  look(conv) {
    this.#driver.dispatch({ type: 'Look', conv, focused: true });
  }

  /** Somebody knows that the relay is back. */
  poke() {
    this.#driver?.dispatch({ type: 'Poke' });
  }

  // Before the Session knows of it.
  #heard(frame, on) {
    const type = frame[1];
    if (type === frameTypes.ack) {
      const [, conv, mid, seq] = decode(frame);
      this.on.acknowledged?.(hex(conv), hex(mid), seq);
    } else if (type === frameTypes.nack) {
      const [, , mid, code, , , message] = decode(frame);
      this.on.refused?.(hex(mid), code, message);
    } else if (type === frameTypes.deliver) {
      const [, [, , , submission]] = decode(frame);
      this.on.known?.(hex(submission[midField]));
    } else if (type === frameTypes.synced) {
      const [, , known] = decode(frame);
      for (const mid of known) this.on.known?.(hex(mid));
    }
    on.frame(frame);
  }

  #seen(effects) {
    for (const effect of effects) {
      if (effect.type === 'ConnectionChanged') this.link = effect;
      if (effect.type === 'ConversationChanged') this.conversations.set(hex(effect.conversation.conv), effect.conversation);
      if (effect.type === 'Refused') this.#refused(effect);
      if (effect.type === 'Arrived') this.on.arrived?.(this, effect.conv, effect.row);
      if (effect.type === 'RowsChanged') for (const row of effect.rows) this.#show(effect.conv, row);
    }
    this.on.changed?.();
  }

  #refused({ field, message, limit }) {
    if (field === 'compose' && limit === outboxRowsMax) this.toldFull += 1;
    else this.failures.push(new Error(`${field}: ${message}`));
  }

  #show(conv, row) {
    this.rows.set(hex(row.mid), { ...row, conv: hex(conv), mid: hex(row.mid) });
    this.on.shown?.(this, conv, row);
  }
}
