// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { firstUnread, itemsOf, Model } = await load('widget/screen/transcript', 'widget/screen/model');
const minute = 60_000;
const noon = new Date('2026-03-10T12:00').getTime();
const ada = new Uint8Array(16).fill(1);
const bo = new Uint8Array(16).fill(2);
const conv = new Uint8Array(16).fill(9);

let count = 0;
function row(over) {
  count += 1;
  const mid = new Uint8Array(16);
  mid[0] = count;
  return { key: `k${count}`, mid, seq: count, author: over.mine ? 1 : 2, mine: false, agent: over.mine ? null : ada, kind: 1, body: `m${count}`, event: 0, eventAgent: null, at: noon, status: over.mine ? 3 : 0, reason: 0, page: null, ...over };
}
const bubbles = (rows) => itemsOf(rows).filter(({ kind }) => kind === 'bubble');

test('bubbles of one person within five minutes stand together', () => {
  const items = bubbles([row({ at: noon }), row({ at: noon + minute }), row({ at: noon + 7 * minute })]);
  assert.deepEqual(items.map(({ first, last }) => [first, last]), [[true, false], [false, true], [true, true]]);
});

test('another agent, the shopper, an event and a new day each begin a new group', () => {
  for (const other of [{ agent: bo }, { mine: true }, { at: noon + 24 * 60 * minute }]) {
    assert.ok(bubbles([row({}), row(other)]).every(({ first, last }) => first && last));
  }
  assert.ok(bubbles([row({}), row({ kind: 2, event: 1 }), row({})]).every(({ first, last }) => first && last));
});

test('each day begins with one line', () => {
  const items = itemsOf([row({}), row({ at: noon + minute }), row({ at: noon + 24 * 60 * minute })]);
  assert.deepEqual(items.map(({ kind }) => kind), ['day', 'bubble', 'bubble', 'day', 'bubble']);
});

test('the status stands under the last own message alone, and under each that was not sent', () => {
  const rows = [row({ mine: true }), row({ mine: true, status: 6 }), row({ mine: true }), row({})];
  assert.deepEqual(bubbles(rows).map(({ showsStatus }) => showsStatus), [false, true, true, false]);
});

test('a message that was not sent ends its group, so that what to do about it is beside it', () => {
  const [failed, next] = bubbles([row({ mine: true, status: 6 }), row({ mine: true })]);
  assert.ok(failed.last && next.first);
});

test('"New messages" stands before the first that nobody has seen, own words and events not counted', () => {
  const rows = [row({}), row({ mine: true }), row({}), row({ kind: 2, event: 3 }), row({ mine: true }), row({})];
  const first = firstUnread(rows, 2);
  assert.equal(first, rows[2].key);
  assert.equal(itemsOf(rows, first).findIndex(({ kind }) => kind === 'new'), 3);
  assert.equal(firstUnread(rows, 0), undefined);
});

const view = (over = {}) => ({ conv, state: 1, assignee: null, headSeq: 0, openedAt: 1, waitingSince: 0, unread: 0, online: true, complete: true, forked: false, last: null, ...over });

test('rows stand in the order of the relay, what is on its way after them in the order of writing', () => {
  const model = new Model();
  model.fold({ type: 'ConversationChanged', conversation: view() });
  const waits = [row({ mine: true, seq: 0, body: 'b' }), row({ mine: true, seq: 0, body: 'c' })];
  model.fold({ type: 'RowsChanged', conv, rows: waits });
  model.fold({ type: 'RowsChanged', conv, rows: [row({ seq: 2, body: 'a2' }), row({ seq: 1, body: 'a1' })] });
  assert.deepEqual(model.rows.map(({ body }) => body), ['a1', 'a2', 'b', 'c']);
  model.fold({ type: 'RowsChanged', conv, rows: [{ ...waits[0], seq: 3, status: 3 }] });
  assert.deepEqual(model.rows.map(({ body }) => body), ['a1', 'a2', 'b', 'c']);
  model.fold({ type: 'RowRemoved', conv, mid: waits[1].mid });
  assert.deepEqual(model.rows.map(({ body }) => body), ['a1', 'a2', 'b']);
});

test('words written before the core came keep their place when the Session takes them', () => {
  const model = new Model();
  const early = ['a', 'b'].map((key) => ({ key, body: 'hello', at: noon }));
  model.begin(early);
  model.fold({ type: 'RowsChanged', conv, rows: [row({ mine: true, seq: 0, body: 'hello' }), row({ mine: true, seq: 0, body: 'hello' })] });
  assert.deepEqual(model.rows.map(({ key }) => key), ['a', 'b']);
});

test('the conversation opened last is the one shown', () => {
  const model = new Model();
  const older = new Uint8Array(16).fill(8);
  model.fold({ type: 'ConversationChanged', conversation: view({ openedAt: 5 }) });
  model.fold({ type: 'ConversationChanged', conversation: view({ conv: older, openedAt: 4, unread: 3 }) });
  model.fold({ type: 'RowsChanged', conv: older, rows: [row({})] });
  assert.equal(model.conversation.unread, 0);
  assert.deepEqual(model.rows, []);
});

test('a new Session replaces what stands here when it has something to show, not before', () => {
  const model = new Model();
  const [kept, gone] = [row({ body: 'kept' }), row({ body: 'gone' })];
  model.fold({ type: 'ConversationChanged', conversation: view() });
  model.fold({ type: 'RowsChanged', conv, rows: [kept, gone] });
  const before = model.rows.map(({ key }) => key);
  model.begin([]);
  model.fold({ type: 'ConnectionChanged', state: 1, queued: 0, retryAt: 0, code: 0, message: '' });
  assert.deepEqual(model.rows.map(({ key }) => key), before);
  model.fold({ type: 'ConversationChanged', conversation: view() });
  model.fold({ type: 'RowsChanged', conv, rows: [kept] });
  assert.deepEqual(model.rows.map(({ key }) => key), [before[0]]);
});

test('what was not sent counts what waits and what was refused; behind a refused one wait those after it', () => {
  const model = new Model();
  const refused = row({ mine: true, seq: 0, status: 6 });
  model.fold({ type: 'ConversationChanged', conversation: view() });
  model.fold({ type: 'RowsChanged', conv, rows: [row({ mine: true }), refused, row({ mine: true, seq: 0, status: 1 }), row({ mine: true, seq: 0, status: 1 })] });
  model.fold({ type: 'ConnectionChanged', state: 2, queued: 2, retryAt: 0, code: 0, message: '' });
  assert.equal(model.unsent, 3);
  assert.equal(model.behind(model.rows[1]), 2);
});

test('the shop is away when the relay says that none of its agents is available', () => {
  const model = new Model();
  const agent = { id: ada, name: 'Ada', picture: '', state: 1 };
  model.fold({ type: 'ShopChanged', settings: { name: 'Tea' }, agents: [agent], bearer: new Uint8Array(32) });
  assert.equal(model.isAway, false);
  model.fold({ type: 'ConnectionChanged', state: 2, queued: 0, retryAt: 0, code: 0, message: '' });
  assert.equal(model.isAway, true);
  model.fold({ type: 'PresenceChanged', agent: ada, state: 2 });
  assert.equal(model.isAway, false);
  assert.deepEqual(model.answering.map(({ name }) => name), ['Ada']);
});
