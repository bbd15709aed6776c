// SPDX-License-Identifier: Apache-2.0
// How messages stand after what was said of them: what counts, and what changes nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { load, root } from './sources.mjs';

const { standingsOf, mayChange, reaction, edit, deletion, reply, decodeContent, encodeContent, encodeEventPub, changeMsMax, quoteBytesMax } = await load(
  'web/changes/standing',
  'web/changes/content',
  'build/generated/ts/wire',
  'build/generated/ts/limits',
);

const conv = new Uint8Array(16).fill(1);
const none = new Uint8Array();
const mid = (number) => number.toString(16).padStart(32, '0');
let minted = 0;

const message = (author, body, at = 1000, content = none) => ({ mid: mid(++minted), at, author, mine: author === 'mine', body, content, isChange: false, isRefused: false });
const change = (author, event, at = 2000) => ({ mid: mid(++minted), at, author, mine: author === 'mine', body: '', content: event.content, isChange: true, isRefused: false });

test('changes: a message of which nothing was said is not touched', () => {
  assert.equal(standingsOf([message('mine', 'hello')]).of.size, 0);
});

test('changes: reactions are counted by sign, once a person, and the newest of each counts', () => {
  const said = message('mine', 'hello');
  const by = (who, emoji, on) => change(who, reaction(conv, said.mid, emoji, on));
  const standing = standingsOf([said, by('ada', '👍', true), by('ada', '👍', true), by('mine', '👍', true), by('bo', '🎉', true), by('bo', '🎉', false), by('bo', '❤️', true)]);
  assert.deepEqual(standing.of.get(said.mid).reactions, [
    { emoji: '👍', count: 2, mine: true },
    { emoji: '❤️', count: 1, mine: false },
  ]);
});

test('changes: words are no reaction', () => {
  const said = message('mine', 'hello');
  for (const emoji of ['', 'x', '1', '👍 buy now', '<b>', '👍a']) {
    assert.equal(standingsOf([said, change('ada', reaction(conv, said.mid, emoji, true))]).of.size, 0, emoji);
  }
});

test('changes: its writer words a message anew, and the newest words stand', () => {
  const said = message('ada', 'helo');
  const standing = standingsOf([said, change('ada', edit(conv, said.mid, 'hello')), change('ada', edit(conv, said.mid, 'hello!'))]).of.get(said.mid);
  assert.equal(standing.body, 'hello!');
  assert.equal(standing.isEdited, true);
});

test("changes: nobody else's edit or deletion counts, no late one, none of a message that is not there", () => {
  const said = message('ada', 'hello', 1000);
  const nothing = [
    change('bo', edit(conv, said.mid, 'I was wrong')),
    change('bo', deletion(conv, said.mid)),
    change('ada', edit(conv, said.mid, 'later'), 1001 + changeMsMax),
    change('ada', deletion(conv, said.mid), 1001 + changeMsMax),
    change('ada', edit(conv, said.mid, '  ')),
    change('ada', edit(conv, mid(0xffff), 'elsewhere')),
    { ...change('ada', edit(conv, said.mid, 'refused')), isRefused: true },
    { ...change('ada', edit(conv, said.mid, 'x')), content: Uint8Array.of(0x81, 0x18, 0x7f) },
    { ...change('ada', edit(conv, said.mid, 'x')), content: Uint8Array.of(0xff) },
  ];
  assert.equal(standingsOf([said, ...nothing]).of.size, 0);
  assert.equal(standingsOf([said, change('ada', edit(conv, said.mid, 'in time'), 1000 + changeMsMax)]).of.get(said.mid).body, 'in time');
});

test('changes: what came too late is told apart, for whoever made it', () => {
  const said = message('mine', 'hello', 1000);
  const late = change('mine', edit(conv, said.mid, 'later'), 1001 + changeMsMax);
  const sign = change('mine', reaction(conv, said.mid, '👍', true), 1001 + changeMsMax);
  const standings = standingsOf([said, late, sign]);
  assert.deepEqual([...standings.late], [late.mid]);
  assert.equal(standings.of.get(said.mid).body, 'hello');
});

test('changes: of what was deleted nothing is left, and nothing more is said of it', () => {
  const said = message('mine', 'hello');
  const standing = standingsOf([
    said,
    change('ada', reaction(conv, said.mid, '👍', true)),
    change('mine', deletion(conv, said.mid)),
    change('mine', edit(conv, said.mid, 'back')),
    change('ada', reaction(conv, said.mid, '🎉', true)),
  ]).of.get(said.mid);
  assert.deepEqual([standing.isDeleted, standing.body, standing.reactions], [true, '', []]);
});

test('changes: a change that comes before its message changes nothing', () => {
  const said = message('mine', 'hello');
  assert.equal(standingsOf([change('mine', deletion(conv, said.mid)), said]).of.size, 0);
});

test('changes: a reply names its message, carries what fits of its words, and is words of its own', () => {
  const said = message('ada', '茶'.repeat(500));
  const event = reply(conv, said.mid, said.body, 'which?');
  const content = decodeContent(event.content);
  assert.equal(content.body, 'which?');
  assert.ok(Buffer.byteLength(content.quote) <= quoteBytesMax && content.quote.length > 100);
  const answer = message('mine', content.body, 2000, event.content);
  assert.deepEqual(standingsOf([said, answer]).of.get(answer.mid).answers, { mid: said.mid, quote: content.quote });
});

test('changes: what is sent is a row of type event whose clear part says no more than that', () => {
  const event = deletion(conv, mid(1));
  assert.equal(event.type, 'WriteRow');
  assert.equal(event.rowType, 2);
  assert.deepEqual(event.pub, encodeEventPub({ kind: 6, agent: null }));
  assert.deepEqual(event.content, encodeContent({ type: 'DeleteContent', note: '', to: Uint8Array.from(Buffer.from(mid(1), 'hex')) }));
});

test('changes: one may change what is one\'s own, and not for long', () => {
  const at = 10_000;
  assert.equal(mayChange(message('mine', 'x', at), at + changeMsMax), true);
  assert.equal(mayChange(message('mine', 'x', at), at + changeMsMax + 1), false);
  assert.equal(mayChange(message('ada', 'x', at), at), false);
});

test('changes: every language says all of it', () => {
  const read = (language) => Object.keys(JSON.parse(readFileSync(`${root}/assets/locales/changes/${language}.json`, 'utf8')));
  assert.deepEqual(read('zh'), read('en'));
  assert.deepEqual(read('ar'), read('en'));
});
