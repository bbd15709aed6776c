// SPDX-License-Identifier: Apache-2.0
// Several tabs of one profile, without a browser: locks, broadcast and disk are stand-ins that keep
// the rules of the real ones. tests/e2e/tabs.test.mjs has the real ones.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';

import { load } from './sources.mjs';

const { Tabs } = await load('web/bridge/tabs');
const turn = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

// One name, one holder; who asks with a signal waits in line (W3C Web Locks, as far as tabs use it).
class Locks {
  #holder;
  #line = [];

  request(_, { ifAvailable, steal, signal }, grant) {
    return new Promise((resolve, reject) => {
      const asked = { grant, resolve, reject };
      if (steal) {
        this.#holder?.reject(new Error('stolen'));
        this.#hold(asked);
      } else if (!this.#holder) {
        this.#hold(asked);
      } else if (ifAvailable) {
        queueMicrotask(() => resolve(grant(null)));
      } else {
        this.#line.push(asked);
        signal.addEventListener('abort', () => {
          if (!this.#line.includes(asked)) return;
          this.#line = this.#line.filter((one) => one !== asked);
          reject(new Error('gave up'));
        });
      }
    });
  }

  async #hold(asked) {
    this.#holder = asked;
    await Promise.resolve();
    await asked.grant({});
    asked.resolve();
    if (this.#holder !== asked) return;
    this.#holder = undefined;
    const next = this.#line.shift();
    if (next) this.#hold(next);
  }
}

// Delivers in a later turn, to everyone else. A frozen page hears nothing until it thaws.
class Channel {
  static open = new Set();
  static frozen;
  onmessage = () => undefined;

  constructor() {
    Channel.open.add(this);
    this.isFrozen = () => Channel.frozen === this;
  }

  postMessage(data) {
    for (const other of Channel.open) {
      if (other !== this) queueMicrotask(() => Channel.open.has(other) && !other.isFrozen() && other.onmessage({ data }));
    }
  }

  close() {
    Channel.open.delete(this);
  }
}

// A disk that all tabs share, with its terms; what IndexedDB does with them is tests/e2e/disk.test.mjs's.
function shared() {
  const rows = new Map();
  let lead = 0;
  return () => ({
    isShared: true,
    term: 0,
    noted: [],
    async load(leads) {
      this.term = leads ? ++lead : lead;
      return [...rows.values()];
    },
    async untold() {
      return [...rows.values()].filter(({ key }) => key.startsWith('out/') && !this.noted.some((known) => known.key === key));
    },
    async store(puts, removes, term) {
      if (term !== 0 && term !== lead) throw Object.assign(new Error('fenced'), { added: puts.filter(({ key }) => key.startsWith('out/')) });
      for (const put of puts) rows.set(put.key, put);
    },
    hear(puts, removes) {
      this.noted.push(...puts);
      return [puts, removes];
    },
    async wipe() {
      rows.clear();
    },
    close() {},
  });
}

const patience = [];
function scene({ locks = new Locks() } = {}) {
  Channel.open.clear();
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  globalThis.BroadcastChannel = Channel;
  patience.length = 0;
  mock.method(globalThis, 'setTimeout', (run) => patience.push(run));
  mock.method(globalThis, 'clearTimeout', (id) => id && (patience[id - 1] = undefined));
  const disk = shared();
  return () => {
    const heard = [];
    const note = (name) => (...values) => void heard.push([name, ...values]);
    const own = disk();
    const tabs = new Tabs('tea', own, {
      end: note('end'),
      begin: note('begin'),
      merge: note('merge'),
      news: note('news'),
      asked: note('asked'),
      forgotten: note('forgotten'),
    });
    const last = (name) => heard.filter(([one]) => one === name).at(-1)?.slice(1);
    return { tabs, disk: own, heard, last, term: () => last('begin')?.[1] };
  };
}
// Tabs that came one after the other.
async function joined(count) {
  const all = Array.from({ length: count }, scene());
  for (const { tabs } of all) {
    tabs.join();
    await turn();
  }
  return all;
}
// What still waits for an answer has waited long enough.
const losePatience = () => {
  for (const run of patience.splice(0)) run?.();
};
afterEach(() => mock.restoreAll());

const row = (key) => ({ key, value: new Uint8Array([1]) });
const online = { type: 'ConnectionChanged', state: 2 };
const idle = { type: 'ConnectionChanged', state: 0 };

test('the first tab leads, others follow; when it goes the next one leads, over what is stored', async () => {
  const [first, second, third] = await joined(3);
  assert.deepEqual([first, second, third].map(({ term }) => term()), [1, 0, 0]);
  await second.tabs.store([row('out/a')], [], 0);
  first.tabs.leave();
  await turn();
  assert.deepEqual([second, third].map(({ term }) => term()), [2, 0]);
  assert.deepEqual(second.last('begin')[0], [row('out/a')]);
});

test('what one tab has stored every other one is told, and its copy of the disk', async () => {
  const [leader, follower] = await joined(2);
  await follower.tabs.store([row('out/a')], [], 0);
  await turn();
  assert.deepEqual(leader.last('merge'), [[row('out/a')], []]);
  assert.deepEqual(leader.disk.noted, [row('out/a')]);
  await leader.tabs.store([row('row/a')], ['out/a'], 1);
  await turn();
  assert.deepEqual(follower.last('merge'), [[row('row/a')], ['out/a']]);
});

test('what a follower asks reaches the leader alone, and its news the followers alone', async () => {
  const [leader, one, other] = await joined(3);
  one.tabs.ask({ type: 'Poke' });
  await turn();
  assert.deepEqual(leader.last('asked'), [{ type: 'Poke' }]);
  assert.equal(other.last('asked'), undefined);
  leader.tabs.tell([{ type: 'TypingChanged' }]);
  await turn();
  for (const { last } of [one, other]) assert.deepEqual(last('news'), [[{ type: 'TypingChanged' }]]);
});

test('a leader that answers keeps the lead, however long it takes to send', async () => {
  const [leader, follower] = await joined(2);
  await follower.tabs.store([row('out/a')], [], 0);
  leader.tabs.tell([]);
  await turn();
  losePatience();
  await turn();
  assert.deepEqual([leader, follower].map(({ term }) => term()), [1, 0]);
});

test('a leader that does not answer when a message waits loses the lead, and writes nothing once it thaws', async () => {
  const open = scene();
  const [leader, follower] = [open(), open()];
  leader.tabs.join();
  await turn();
  Channel.frozen = [...Channel.open][0];
  follower.tabs.join();
  await turn();
  await follower.tabs.store([row('out/a')], [], 0);
  losePatience();
  await turn();
  assert.equal(follower.term(), 2);
  Channel.frozen = undefined;
  const written = leader.tabs.store([row('conv/x'), row('out/b')], [], 1);
  const never = Symbol('never');
  await turn();
  assert.equal(await Promise.race([written, Promise.resolve(never)]), never);
  assert.equal(leader.term(), 0);
  // The words that were written there are not lost: the one that leads now has them.
  assert.deepEqual(follower.last('merge'), [[row('out/b')], []]);
});

test('what a crashed tab had stored and not told, the leader hears when another tab begins', async () => {
  const open = scene();
  const [leader, crashed, next] = [open(), open(), open()];
  for (const { tabs } of [leader, crashed]) {
    tabs.join();
    await turn();
  }
  await crashed.disk.store([row('out/a')], [], 0);
  await turn();
  assert.deepEqual(leader.last('merge'), [[], []]);
  next.tabs.join();
  await turn();
  assert.deepEqual(leader.last('merge'), [[row('out/a')], []]);
});

test('who follows begins anew when the lead changes: the last leader may have removed what it did not tell', async () => {
  const [first, second, third] = await joined(3);
  first.tabs.leave();
  await turn();
  second.tabs.tell([{ type: 'TypingChanged' }]);
  await turn();
  const began = () => third.heard.filter(([name]) => name === 'begin').length;
  assert.equal(began(), 2);
  second.tabs.tell([{ type: 'TypingChanged' }]);
  await turn();
  assert.equal(began(), 2);
  assert.deepEqual(third.last('news'), [[{ type: 'TypingChanged' }]]);
});

test('without locks the newest tab leads, the one before follows, and they leave it at that', async () => {
  const open = scene({ locks: null });
  const [first, second] = [open(), open()];
  first.tabs.join();
  await turn();
  second.tabs.join();
  await turn();
  second.tabs.tell([]);
  await turn();
  assert.deepEqual([first, second].map(({ term }) => term()), [0, 2]);
  await second.tabs.store([row('row/a')], [], 2);
  await first.tabs.store([row('out/a')], [], 0);
  second.tabs.tell([]);
  await turn();
  losePatience();
  await turn();
  assert.deepEqual([first, second].map(({ term }) => term()), [0, 2]);
  second.tabs.leave();
  await turn();
  assert.equal(first.term(), 3);
});

test('news of a leader that was replaced are no answer, and are not shown', async () => {
  const open = scene({ locks: null });
  const [old, follower, leader] = [open(), open(), open()];
  old.tabs.join();
  await turn();
  Channel.frozen = [...Channel.open][0];
  for (const { tabs } of [follower, leader]) {
    tabs.join();
    await turn();
  }
  leader.tabs.tell([online]);
  await turn();
  leader.tabs.tell([online]);
  await turn();
  assert.deepEqual([old, follower, leader].map(({ term }) => term()), [1, 0, 3]);
  Channel.frozen = undefined;
  follower.tabs.ask(null);
  old.tabs.tell([idle]);
  await turn();
  assert.deepEqual(follower.last('news'), [[online]]);
  // The one that leads has said nothing: it is frozen, or gone.
  losePatience();
  await turn();
  assert.equal(follower.term(), 4);
});

test('a disk that nobody else sees makes a tab that is alone', async () => {
  const open = scene();
  const [first, second] = [open(), open()];
  first.tabs.join();
  await turn();
  second.disk.isShared = false;
  second.disk.term = 1;
  second.disk.load = async () => [];
  second.tabs.join();
  await turn();
  assert.equal(second.term(), 1);
  await second.tabs.store([row('out/a')], [], 1);
  await turn();
  assert.equal(first.last('merge'), undefined);
});

test('forgetting tells every other tab, and not itself', async () => {
  const [one, other] = await joined(2);
  await one.tabs.forget();
  await turn();
  assert.deepEqual(other.last('forgotten'), []);
  assert.equal(one.last('forgotten'), undefined);
});
