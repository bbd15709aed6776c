// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { piecesOf } = await load('web/words/links');
const links = (body, origin = 'https://shop.example') => piecesOf(body, origin).filter(({ href }) => href).map(({ href }) => href);

test('https addresses, mail and tel become links; the words around them stay', () => {
  const body = 'See https://a.example/x?y=1, write to me@b.example or call tel:+4722112233.';
  assert.deepEqual(links(body), ['https://a.example/x?y=1', 'mailto:me@b.example', 'tel:+4722112233']);
  assert.equal(piecesOf(body, '').map(({ text }) => text).join(''), body);
});

test('no other scheme becomes a link', () => {
  assert.deepEqual(links('javascript:alert(1) http://a.example data:text/html,x file:///etc ftp://a.example'), []);
});

test('a page of the shop itself is marked, over plain http too', () => {
  const [piece] = piecesOf('http://127.0.0.1:8080/cart', 'http://127.0.0.1:8080');
  assert.deepEqual(piece, { text: 'http://127.0.0.1:8080/cart', href: 'http://127.0.0.1:8080/cart', isOwn: true });
});

test('an address that hides its host behind a name and password is no link', () => {
  assert.deepEqual(links('https://shop.example@evil.example/'), []);
});

test('punctuation after an address does not belong to it, a bracket of its own does', () => {
  assert.deepEqual(links('（https://a.example/茶壶）。'), [new URL('https://a.example/茶壶').href]);
  assert.deepEqual(links('(https://a.example/b_(c)) "https://a.example/d"!'), ['https://a.example/b_(c)', 'https://a.example/d']);
});

test('words without an address are one piece', () => {
  assert.deepEqual(piecesOf('plain words, 3.5 litres', ''), [{ text: 'plain words, 3.5 litres' }]);
});
