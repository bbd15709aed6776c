// SPDX-License-Identifier: Apache-2.0
// What the console shows, worked out without a page: its state is pure. Bundled from the sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

const entry = `
export * from './web/console/state/order';
export * from './web/console/state/groups';
export * from './web/console/state/fold';
export * from './web/console/state/found';
export * from './web/console/state/model';
export * from './web/console/state/shopper';
export * from './web/console/inbox/keys';
export { placeOf } from './web/console/route';
export { sameGroup } from './web/console/setup/recovery-code';
export { idOf } from './web/console/setup/owner-step';
export { cleanOrigins, shopProblems } from './web/console/setup/shop-fields';
export { passphraseProblem } from './web/console/access/new-passphrase';
`;

const built = await esbuild.build({
  stdin: { contents: entry, resolveDir: root },
  absWorkingDir: root,
  bundle: true,
  write: false,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
  define: { __LOCALES__: '{}' },
  logLevel: 'warning',
});
const it = await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);

const me = 'aa';
const now = 1_800_000_000_000;
const talk = (id, more) => ({ id, open: true, erased: false, assignee: me, openedAt: now, waitingSince: 0, unread: 0, rows: [], ...more });
const deskOf = (...talks) => ({
  ...it.emptyDesk({ id: me, name: 'Bo', role: 'agent', email: '' }, { name: '', accent: '', greeting: '', away: '', origins: [] }),
  conversations: new Map(talks.map((one) => [one.id, one])),
});
const ids = (talks) => talks.map(({ id }) => id);

test('who waits longest is first, then whoever spoke last', () => {
  const desk = deskOf(
    talk('quiet-old', { last: { at: now - 9000 } }),
    talk('waits-short', { waitingSince: now - 1000 }),
    talk('quiet-new', { last: { at: now - 10 } }),
    talk('waits-long', { waitingSince: now - 50_000 }),
  );
  assert.deepEqual(ids(it.listOf(desk, 'all')), ['waits-long', 'waits-short', 'quiet-new', 'quiet-old']);
});

test('each tab holds its own conversations, and a closed one stands in closed alone', () => {
  const desk = deskOf(
    talk('mine'),
    talk('queued', { assignee: undefined, waitingSince: now }),
    talk('theirs', { assignee: 'bb' }),
    talk('closed', { open: false, waitingSince: now }),
  );
  assert.deepEqual(it.countsOf(desk), { waiting: 1, mine: 1, all: 3, closed: 1 });
});

test('a conversation that was deleted stands in no tab and counts nowhere', () => {
  const desk = deskOf(talk('gone', { open: false, erased: true, unread: 4, waitingSince: now - 200_000 }));
  assert.deepEqual(it.countsOf(desk), { waiting: 0, mine: 0, all: 0, closed: 0 });
  assert.deepEqual([it.unreadOf(desk), it.lateOf(desk, now).length], [0, 0]);
});

test('a waiting time warms at 40 seconds and is late at 100', () => {
  const heat = (waited) => it.heatOf(now - waited, now);
  assert.deepEqual([39_999, 40_000, 99_999, 100_000].map(heat), ['calm', 'warm', 'warm', 'late']);
  assert.equal(it.heatOf(0, now), 'calm');
});

test("the alarm counts late replies of one's own and of the queue, not a colleague's", () => {
  const late = now - 200_000;
  const desk = deskOf(
    talk('mine', { waitingSince: late }),
    talk('queued', { assignee: undefined, waitingSince: late - 1 }),
    talk('theirs', { assignee: 'bb', waitingSince: late }),
  );
  assert.deepEqual(ids(it.lateOf(desk, now)), ['queued', 'mine']);
});

test("the title counts unread messages of one's own and of the queue", () => {
  const desk = deskOf(
    talk('a', { unread: 2 }),
    talk('b', { unread: 1, assignee: undefined }),
    talk('c', { unread: 5, assignee: 'bb' }),
    talk('d', { unread: 7, open: false }),
  );
  assert.equal(it.unreadOf(desk), 3);
});

const row = (mid, more) => ({ mid, seq: Number(mid), author: 'shopper', kind: 'text', at: now, ...more });
const shape = (blocks) => blocks.map((block) => (block.kind === 'group' ? block.rows.map(({ mid }) => mid).join('+') : block.kind));

test('bubbles of one author within five minutes stand together', () => {
  const rows = [row('1'), row('2', { at: now + 299_999 }), row('3', { at: now + 599_999 }), row('4', { at: now + 600_000, author: 'agent' })];
  assert.deepEqual(shape(it.blocksOf(rows, undefined)), ['day', '1+2', '3', '4']);
});

test('two agents do not share a group', () => {
  const rows = [row('1', { author: 'agent', agent: 'aa' }), row('2', { author: 'agent', agent: 'bb' })];
  assert.deepEqual(shape(it.blocksOf(rows, undefined)), ['day', '1', '2']);
});

test('a new day and what happened stand on lines of their own', () => {
  const rows = [row('1'), row('2', { kind: 'event' }), row('3', { at: now + 36 * 3_600_000 })];
  assert.deepEqual(shape(it.blocksOf(rows, undefined)), ['day', '1', 'event', 'day', '3']);
});

test('the unread line stands once, before the first unread message of the shopper', () => {
  const rows = [row('1'), row('2', { author: 'agent' }), row('3'), row('4')];
  assert.deepEqual(shape(it.blocksOf(rows, 2)), ['day', '1', '2', 'unread', '3+4']);
  assert.deepEqual(shape(it.blocksOf(rows, undefined)), ['day', '1', '2', '3+4']);
});

const bytes = (byte, size = 16) => new Uint8Array(size).fill(byte);
const view = (more) => ({
  conv: bytes(1), state: 1, assignee: null, headSeq: 0, openedAt: now, waitingSince: 0, unread: 0,
  online: true, complete: true, forked: false, last: null, ...more,
});
const rowView = (mid, seq, more) => ({
  mid: bytes(mid), seq, author: 2, mine: true, agent: null, kind: 1, body: `row ${mid}`, event: 0,
  eventAgent: null, at: now, status: 3, reason: 0, page: null, content: new Uint8Array(), pub: new Uint8Array(), ...more,
});
const conv = '01'.repeat(16);

test('acknowledged rows stand by seq, the others after them in the order they were written', () => {
  const desk = it.fold(deskOf(), [
    { type: 'ConversationChanged', conversation: view() },
    { type: 'RowsChanged', conv: bytes(1), rows: [rowView(3, 0, { status: 1 }), rowView(4, 0, { status: 1 }), rowView(2, 2), rowView(1, 1)] },
    { type: 'RowsChanged', conv: bytes(1), rows: [rowView(3, 3)] },
  ]);
  assert.deepEqual(desk.conversations.get(conv).rows.map(({ body, status }) => `${body} ${status}`), [
    'row 1 sent', 'row 2 sent', 'row 3 sent', 'row 4 queued',
  ]);
});

test('a discarded row goes away', () => {
  const desk = it.fold(deskOf(), [
    { type: 'ConversationChanged', conversation: view() },
    { type: 'RowsChanged', conv: bytes(1), rows: [rowView(1, 0, { status: 6 })] },
    { type: 'RowRemoved', conv: bytes(1), mid: bytes(1) },
  ]);
  assert.deepEqual(desk.conversations.get(conv).rows, []);
});

test('of a conversation that was deleted no word stays, also not one that the list had shown', () => {
  const desk = it.fold(deskOf(), [
    { type: 'ConversationChanged', conversation: view({ last: rowView(1, 1) }) },
    { type: 'RowsChanged', conv: bytes(1), rows: [rowView(1, 1)] },
    { type: 'ConversationChanged', conversation: view({ state: 3 }) },
  ]);
  const { erased, open, rows, last } = desk.conversations.get(conv);
  assert.deepEqual({ erased, open, rows, last }, { erased: true, open: false, rows: [], last: undefined });
});

test('what was found stands beside its query, newest first as it came', () => {
  const rows = [{ conv: bytes(1), row: rowView(2, 2) }, { conv: bytes(1), row: rowView(1, 1) }];
  const { found } = it.fold(deskOf(), [{ type: 'Found', query: 'row', rows }]);
  assert.equal(found.query, 'row');
  assert.deepEqual(found.hits.map((hit) => `${hit.conv.slice(0, 2)} ${hit.row.body}`), ['01 row 2', '01 row 1']);
});

test('a found line shows its hit apart, in the case in which it was written', () => {
  assert.deepEqual(it.cutAround('The Blue Kettle leaks', 'blue k'), { before: 'The ', hit: 'Blue K', after: 'ettle leaks' });
  assert.deepEqual(it.cutAround('蓝色水壶', '水'), { before: '蓝色', hit: '水', after: '壶' });
  assert.deepEqual(it.cutAround('İstanbul kettle', 'KETTLE'), { before: 'İstanbul ', hit: 'kettle', after: '' });
});

test('of a long message a line around the hit is shown, with no character torn apart', () => {
  const { before, hit, after } = it.cutAround(`${'🫖'.repeat(40)} kettle\n\n${'🫖'.repeat(400)}`, 'kettle');
  assert.equal(hit, 'kettle');
  assert.match(before, /^…🫖+ $/u);
  assert.match(after, /^ 🫖+…$/u);
});

test('a query is cut to what the core takes, by whole characters, and blanks around it do not count', () => {
  assert.equal(it.fitting('  two words ', 256), 'two words');
  assert.equal(it.fitting('茶🫖茶', 7), '茶🫖');
  assert.equal(it.fitting('   ', 256), '');
});

test("the newest page that the shopper wrote from is the conversation's", () => {
  const page = (title) => ({ url: 'https://shop.example.com/', title, locale: 'en' });
  const desk = it.fold(deskOf(), [
    { type: 'ConversationChanged', conversation: view() },
    { type: 'RowsChanged', conv: bytes(1), rows: [rowView(1, 1, { page: page('old') }), rowView(2, 2, { page: page('new') }), rowView(3, 3)] },
  ]);
  assert.equal(desk.conversations.get(conv).page.title, 'new');
});

test('a row of no known kind is a placeholder', () => {
  assert.equal(it.rowOf(rowView(1, 1, { kind: 9 })).kind, 'placeholder');
});

test('words of a conversation that the list does not hold change nothing', () => {
  const desk = deskOf();
  assert.equal(it.fold(desk, [{ type: 'TypingChanged', conv: bytes(9), on: true }]), desk);
});

const pressed = (key, more) => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, isComposing: false, typing: false, ...more });

test('plain keys are commands only outside fields, those with Alt everywhere', () => {
  assert.equal(it.commandOf(pressed('j')), 'next');
  assert.equal(it.commandOf(pressed('J')), 'next');
  assert.equal(it.commandOf(pressed('j', { typing: true })), undefined);
  assert.equal(it.commandOf(pressed('ArrowDown', { altKey: true, typing: true })), 'nextAnywhere');
  assert.equal(it.commandOf(pressed('¬', { code: 'KeyL', altKey: true })), 'longest');
});

test('keys of the browser, of the system and of an input method are left alone', () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { isComposing: true }]) {
    assert.equal(it.commandOf(pressed('r', more)), undefined);
  }
});

test('no two commands share a key', () => {
  const keys = it.shortcuts.flatMap((shortcut) => shortcut.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test('links lead to setup, invitation and recovery, and anything else home', () => {
  assert.deepEqual(it.placeOf('#setup=abc_-9'), { name: 'setup', token: 'abc_-9' });
  assert.deepEqual(it.placeOf('#join=tok.sec'), { name: 'join', token: 'tok', secret: 'sec' });
  assert.deepEqual(it.placeOf('#recover'), { name: 'recover' });
  for (const odd of ['', '#', '#setup=', '#nowhere=1']) assert.deepEqual(it.placeOf(odd), { name: 'home' });
});

test('a recovery group is taken in small letters and with the digits that hands confuse', () => {
  assert.ok(it.sameGroup(' k7qm ', 'K7QM'));
  assert.ok(it.sameGroup('oIl1', '0111'));
  assert.ok(!it.sameGroup('', ''));
  assert.ok(!it.sameGroup('K7QN', 'K7QM'));
});

test("a shop's id is made from Latin letters of its name, and left to the owner where there are none", () => {
  assert.equal(it.idOf('Blue Kettle & Sons'), 'blue-kettle-sons');
  assert.equal(it.idOf('Café Zürich'), 'cafe-zurich');
  assert.equal(it.idOf('晨窑茶器'), '');
  assert.ok(it.idOf('x'.repeat(80)).length <= 32);
});

test('a page address that was pasted becomes its origin, blanks and doubles go', () => {
  const lines = [' https://shop.example.com/cart?x=1 ', '', 'https://shop.example.com', 'http://127.0.0.1:8080'];
  assert.deepEqual(it.cleanOrigins(lines), ['https://shop.example.com', 'http://127.0.0.1:8080']);
});

test("what the relay would refuse of a shop's settings is said by field", () => {
  const good = { name: 'Tea', accent: '#1f6f5c', greeting: '', away: '', origins: [''], retention_days: 0 };
  assert.deepEqual(it.shopProblems(good), {});
  const bad = { name: ' ', accent: 'green', greeting: 'x'.repeat(1025), away: '茶'.repeat(342), origins: ['shop.example.com'] };
  assert.deepEqual(Object.keys(it.shopProblems(bad)).sort(), ['accent', 'away', 'greeting', 'name', 'origins']);
});

test('a passphrase is counted in characters and must be typed twice alike', () => {
  assert.equal(it.passphraseProblem('十二个字才够长呀十一', '').field, 'passphrase');
  assert.equal(it.passphraseProblem('four words in a row', 'four words').field, 'again');
  assert.equal(it.passphraseProblem('four words in a row', 'four words in a row'), undefined);
});

test('every language has the phrases of English, with the same values in them', () => {
  const read = (language) => JSON.parse(readFileSync(`${root}/assets/locales/console/${language}.json`, 'utf8'));
  const values = (phrase) => new Set((typeof phrase === 'string' ? phrase : Object.values(phrase).join()).match(/\{\w+\}/g));
  const english = read('en');
  for (const language of ['zh', 'ar']) {
    const other = read(language);
    assert.deepEqual(Object.keys(other), Object.keys(english), language);
    for (const [key, phrase] of Object.entries(english)) assert.deepEqual([...values(other[key])].sort(), [...values(phrase)].sort(), `${language} ${key}`);
  }
});
