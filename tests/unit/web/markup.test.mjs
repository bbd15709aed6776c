// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { blocksOf, plainWords } = await load('web/words/markup');

// An AST as the markup that it stands for, in angle brackets.
const shown = (inner) => inner.map((one) => (typeof one === 'string' ? one : one.kind === 'link' ? `<${one.href}|${one.text}>` : `<${one.kind} ${one.inner ? shown(one.inner) : one.text}>`)).join('');
const inline = (line) => {
  const [block] = blocksOf(line);
  return block ? shown(block.inner) : '';
};

test('bold, italic and code are marked as in CommonMark', () => {
  assert.equal(inline('a **b c** d'), 'a <bold b c> d');
  assert.equal(inline('*a* _b_'), '<italic a> <italic b>');
  assert.equal(inline('press `**x**` now'), 'press <code **x**> now');
  assert.equal(inline('**bold and *both* of it**'), '<bold bold and <italic both> of it>');
  assert.equal(inline('这是**重要**的'), '这是<bold 重要>的');
  assert.equal(inline('هذا **مهم** جدا'), 'هذا <bold مهم> جدا');
});

test('what is no whole mark stays as it was typed', () => {
  for (const line of ['2 * 3 * 4', '5*3*2', 'snake_case_name', '** not bold **', 'a ** b', '*', '**', '****', '`', '``', 'a*', '*a', '_', 'f(*a, *b)', '[a] (b)', '[a](b)', '[]()'])
    assert.equal(inline(line), line);
});

test('a backslash before a mark takes its meaning away', () => {
  assert.equal(inline(String.raw`\*a\* and \[b\] c:\new`), String.raw`*a* and [b] c:\new`);
});

test('inline marks end on their line', () => {
  assert.equal(inline('*a\nb*'), '*a\nb*');
});

test('a link shows its words and leads where links may', () => {
  assert.equal(inline('see [our sizes](https://tea.example/sizes).'), 'see <https://tea.example/sizes|our sizes>.');
  assert.equal(inline('[call](tel:+4722112233) [write](mailto:a@b.example)'), '<tel:+4722112233|call> <mailto:a@b.example|write>');
  const own = blocksOf('[cart](http://shop.example/cart)', 'http://shop.example')[0].inner[0];
  assert.deepEqual(own, { kind: 'link', text: 'cart', href: 'http://shop.example/cart', isOwn: true });
});

test('a link whose words are another address stays as it was typed, with both addresses', () => {
  assert.equal(inline('[https://bank.example](https://evil.example)'), '[<https://bank.example/|https://bank.example>](<https://evil.example/|https://evil.example>)');
});

test('no other scheme becomes a link, in marks or without', () => {
  for (const line of ['[a](javascript:alert(1))', '[a](data:text/html,x)', '[a](http://a.example)', '[a](//a.example)', '[a](https://me:pw@a.example)', '[a](JaVaScRiPt:x)'])
    assert.ok(!inline(line).includes('|'), line);
});

test('an address keeps the signs that would be marks elsewhere', () => {
  assert.equal(inline('https://a.example/b_c_d*e*'), '<https://a.example/b_c_d*e|https://a.example/b_c_d*e>*');
  assert.equal(inline('my_name_is@b.example'), '<mailto:my_name_is@b.example|my_name_is@b.example>');
});

test('lists, quotes and code of several lines are blocks', () => {
  const blocks = blocksOf('Please:\n- measure **twice**\n- cut once\n\n1. first\n2. second\n> said\n> before\n```\nlet *a* = 1;\n```\nThanks');
  assert.deepEqual(blocks, [
    { kind: 'words', inner: ['Please:'] },
    { kind: 'list', items: [['measure ', { kind: 'bold', inner: ['twice'] }], ['cut once']] },
    { kind: 'list', items: [['first'], ['second']], first: 1 },
    { kind: 'quote', inner: ['said', '\n', 'before'] },
    { kind: 'code', text: 'let *a* = 1;' },
    { kind: 'words', inner: ['Thanks'] },
  ]);
});

test('a list keeps the number with which it begins', () => {
  assert.equal(blocksOf('7) seven\n8) eight')[0].first, 7);
});

test('a fence with words behind it, or that nothing closes, is words, and so is a dash without words', () => {
  assert.equal(plainWords('```see here\na\n```'), '```see here a ```');
  assert.deepEqual(blocksOf('```\na'), [{ kind: 'words', inner: ['```', '\n', 'a'] }]);
  assert.deepEqual(blocksOf('- '), [{ kind: 'words', inner: ['- '] }]);
  assert.deepEqual(blocksOf('-5 degrees')[0].inner, ['-5 degrees']);
});

test('blank lines inside of words stay, those around them go', () => {
  assert.deepEqual(blocksOf('\n\na\n\nb\n\n'), [{ kind: 'words', inner: ['a', '\n', '\n', 'b'] }]);
  assert.deepEqual(blocksOf('  \n '), []);
});

test('marks nest to a limit and go on as they were typed', () => {
  const deep = '**_'.repeat(30) + 'x' + '_**'.repeat(30);
  assert.ok(inline(deep).includes('x'));
});

test('words without marks lose nothing: 2,000 random lines of marks and letters', () => {
  let seed = 1;
  const next = (count) => (seed = (seed * 48271) % 2147483647) % count;
  const signs = ['*', '**', '_', '`', '[', ']', '(', ')', '\\', 'a', ' ', '\n', '> ', '- ', '1. ', '茶', '🫖', 'https://a.example/'];
  const letters = (text) => text.replace(/[^a茶]/gu, '');
  for (let i = 0; i < 2000; i++) {
    const body = Array.from({ length: next(40) }, () => signs[next(signs.length)]).join('');
    assert.equal(letters(plainWords(body)).replaceAll('aexample', ''), letters(body).replaceAll('aexample', ''), JSON.stringify(body));
  }
});

test('a list of conversations shows the words without their marks', () => {
  assert.equal(plainWords('**Hello**\n- [a](https://b.example)\n> `c`'), 'Hello a c');
});

test('the longest message of nothing but marks is read to its end', () => {
  for (const sign of ['*', '**a ', '_a ', '[', '[a](', '`', '``', '\\', 'a', '> ', '- a\n', '```\n', '*a**b_', 'https://a.example/', 'a.b@'])
    assert.ok(blocksOf(sign.repeat(16384 / sign.length)));
});
