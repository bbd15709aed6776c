// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { charactersOver, initialsOf, isFewEmoji } = await load('widget/screen/text', 'web/words/length');

test('one to three emoji alone are drawn large, with their skin, joiners and flags', () => {
  for (const body of ['🫖', '👍🏽', '👨‍👩‍👧 ❤️', '🇳🇴🇨🇳🇪🇬']) assert.ok(isFewEmoji(body), body);
  for (const body of ['', '🫖🫖🫖🫖', '🫖 ok', '12', '...']) assert.ok(!isFewEmoji(body), body);
});

test('initials are the first signs of the first and the last word, of any script', () => {
  assert.equal(initialsOf('Bo Anders Lindqvist'), 'BL');
  assert.equal(initialsOf('王芳'), '王');
  assert.equal(initialsOf('  '), '');
  assert.equal(initialsOf('😀 smile'), '😀S');
});

test('what is too long is counted in characters, not in bytes', () => {
  assert.equal(charactersOver('abc', 3), 0);
  assert.equal(charactersOver('abcd', 3), 1);
  assert.equal(charactersOver('你好吗', 6), 1);
  assert.equal(charactersOver('🫖🫖', 7), 1);
});
