// SPDX-License-Identifier: Apache-2.0
// The Session of one tab that leads or follows: whose effects its screen draws, and what goes to the
// tab with the connection. tabs.test.mjs has who leads.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { TabSession } = await load('web/bridge/tab-session');
const turn = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

const row = (key) => ({ key, value: new Uint8Array([1]) });

// A Session that says on Start what `effects` says, and the tab it lives in.
function session(effects) {
  const events = [];
  const asked = [];
  const told = [];
  const views = [];
  const core = {
    handle: (batch) => {
      events.push(...batch);
      return batch.flatMap(({ type }) => effects[type] ?? []);
    },
  };
  const shell = { connect() {}, send() {}, disconnect() {}, store: async () => undefined, tell: (news) => told.push(news), ask: (event) => asked.push(event) };
  const it = new TabSession(shell, (seen) => views.push(...seen), () => undefined);
  return { it, core: Promise.resolve(core), events, asked, told, views };
}
const start = { role: 1, shop: 'tea', rootHash: new Uint8Array(32), relayOrigin: 'ws://relay.test', seed: new Uint8Array(32), keys: null, stored: [] };
const online = { type: 'ConnectionChanged', state: 2 };
const idle = { type: 'ConnectionChanged', state: 0 };
const rows = { type: 'RowsChanged', rows: [] };

test("a follower shows its own rows and the leader's connection", async () => {
  const { it, core, events, views } = session({ Start: [idle, rows], Poke: [idle] });
  it.begin(core, start, 0);
  await turn();
  assert.equal(events[0].follow, true);
  assert.deepEqual(views, [idle, rows]);
  it.news([online]);
  it.merge([row('out/a')], []);
  it.dispatch({ type: 'Look', conv: null, focused: true });
  await turn();
  assert.deepEqual(views, [idle, rows, online]);
  assert.deepEqual(events.map(({ type }) => type), ['Start', 'Merge', 'Look']);
});

test('typing, trying at once and being away are for the one that has the connection', async () => {
  for (const term of [0, 1]) {
    const { it, core, events, asked } = session({});
    it.begin(core, start, term);
    it.dispatch({ type: 'Write', conv: null, on: true });
    it.dispatch({ type: 'Poke' });
    it.dispatch({ type: 'Attend', state: 1 });
    await turn();
    const types = (list) => list.map(({ type }) => type).filter((type) => type !== 'Start');
    const wanted = ['Write', 'Poke', 'Attend'];
    assert.deepEqual([types(events), types(asked)], term ? [wanted, []] : [[], wanted]);
  }
});

test('words that a Session could not take before it ended, or that found none, are for the next', async () => {
  const { it, core, events } = session({});
  const say = (body) => it.dispatch({ type: 'Compose', conv: null, body, page: null });
  let arrive = () => undefined;
  it.begin(new Promise((resolve) => (arrive = () => resolve(core))), start, 0);
  say('one');
  it.dispatch({ type: 'Look', conv: null, focused: true });
  it.end();
  say('two');
  it.begin(core, start, 1);
  say('three');
  arrive();
  await turn();
  assert.deepEqual(events.map(({ type, body }) => body ?? type), ['Start', 'one', 'two', 'three']);
});

test('what tabs tell each other holds no words of a message', async () => {
  const arrived = { type: 'Arrived', conv: new Uint8Array(16), row: { mid: new Uint8Array(16), body: 'a secret', page: { url: 'https://tea.test/secret' }, at: 5 } };
  const { it, core, told, views } = session({ Start: [arrived, { type: 'RowsChanged', rows: [arrived.row] }] });
  it.begin(core, start, 1);
  await turn();
  assert.equal(views[0].row.body, 'a secret');
  assert.equal(told[0][0].row.at, 5);
  assert.doesNotMatch(JSON.stringify(told), /secret/);
});

test('a leader tells its news as they come, and all of them to one who asks', async () => {
  const typing = (conv, on) => ({ type: 'TypingChanged', conv: new Uint8Array([conv]), on });
  const { it, core, told } = session({ Start: [idle, typing(1, true), rows], Poke: [online, typing(1, false)] });
  it.begin(core, start, 1);
  await turn();
  it.asked({ type: 'Poke' });
  await turn();
  assert.deepEqual(told, [[idle, typing(1, true)], [idle, typing(1, true)], [online, typing(1, false)]]);
  it.asked(null);
  assert.deepEqual(told.at(-1), [online, typing(1, false)]);
});
