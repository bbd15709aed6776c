// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { emojiData } from '../../../web/emoji-data.mjs';
import { load, root } from './sources.mjs';

const { readEmoji, searchEmoji } = await load('web/emoji/emoji');
const sets = Object.fromEntries(['en', 'zh', 'ar'].map((language) => [language, readEmoji(JSON.stringify(emojiData(root, language)))]));
const found = (language, query) => searchEmoji(sets[language], query).map(({ sign }) => sign);

test('every language names the same emoji, in nine groups with names of their own', () => {
  const signs = ({ groups }) => groups.map(({ emoji }) => emoji.map(({ sign }) => sign).join(' '));
  for (const language of ['zh', 'ar']) {
    assert.deepEqual(signs(sets[language]), signs(sets.en));
    for (const [at, { name }] of sets[language].groups.entries()) assert.notEqual(name, sets.en.groups[at].name);
  }
  assert.equal(sets.en.groups.length, 9);
  assert.ok(sets.en.groups.every(({ emoji }) => emoji.length > 50));
});

test('an emoji is found by its name and its other words, in the language that is spoken', () => {
  for (const [language, query] of [['en', 'teapot'], ['en', 'TEA'], ['zh', '茶壶'], ['zh', '壶'], ['ar', 'إبريق']]) assert.ok(found(language, query).includes('🫖'), query);
  assert.ok(found('en', 'france').includes('🇫🇷'));
  assert.ok(found('ar', 'فرنسا').includes('🇫🇷'));
});

test('every word of a query counts, where a word begins', () => {
  assert.equal(found('en', 'red heart')[0], '❤️');
  assert.ok(!found('en', 'eart').includes('❤️'));
  assert.deepEqual(found('en', 'red zebra'), []);
  assert.deepEqual(found('en', '  '), []);
});

test('case and marks over letters make no difference', () => {
  assert.deepEqual(found('en', 'piñata'), found('en', 'PINATA'));
  assert.ok(found('en', 'pinata').includes('🪅'));
});

test('no more are shown than one looks through', () => {
  assert.ok(found('en', 'f').length <= 64);
});
