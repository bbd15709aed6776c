// SPDX-License-Identifier: Apache-2.0
// What a file is called and taken for, and how its size is told.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { load, root } from './sources.mjs';

const { kindOfType, safeName, shownType, captionOf, FileWords } = await load('web/files/kinds', 'web/files/words');

test('kinds: only what a browser draws or plays is more than a document', () => {
  for (const type of ['image/png', 'IMAGE/JPEG', 'image/webp; charset=x']) assert.equal(kindOfType(type), 'picture', type);
  assert.equal(kindOfType('video/mp4'), 'video');
  assert.equal(kindOfType('audio/ogg'), 'sound');
  for (const type of ['image/svg+xml', 'text/html', 'application/pdf', 'image/png/html', 'xximage/png', '', 'text/javascript']) {
    assert.equal(kindOfType(type), 'document', type);
    assert.equal(shownType(type), 'application/octet-stream', type);
  }
});

test('names: no path, no control or bidi character, no hidden file, never empty', () => {
  assert.equal(safeName('../../etc/passwd', 'File'), 'passwd');
  assert.equal(safeName('C:\\Windows\\calc.exe', 'File'), 'calc.exe');
  assert.equal(safeName('gift\u202egpj.exe', 'File'), 'giftgpj.exe');
  assert.equal(safeName('a\u0000b\u009fc', 'File'), 'abc');
  assert.equal(safeName('...', 'File'), 'File');
  assert.equal(safeName('.bashrc', 'File'), 'bashrc');
  assert.equal(safeName('  ', 'File'), 'File');
  assert.equal(safeName('茶.jpg', 'File'), '茶.jpg');
});

test('captions: what stands for a file is no caption when it is its name', () => {
  assert.equal(captionOf({ body: 'cup.jpg', name: 'cup.jpg' }), '');
  assert.equal(captionOf({ body: 'it broke', name: 'cup.jpg' }), 'it broke');
});

test('words: sizes, parts and lengths are told as the language writes them', () => {
  const english = new FileWords('en-GB');
  assert.equal(english.size(999), '999 byte');
  assert.equal(english.size(1536), '1.5 kB');
  assert.equal(english.size(26_214_400), '25 MB');
  assert.equal(english.percent(1, 3), '33%');
  assert.equal(english.percent(9, 0), '0%');
  assert.equal(english.duration(65_400), '1:05');
  assert.equal(new FileWords('zh-CN').say('pause'), '暂停');
  assert.equal(new FileWords('fr').say('pause'), 'Pause');
});

test('words: every language has the phrases of English, with the same values in them', () => {
  const read = (language) => JSON.parse(readFileSync(`${root}/assets/locales/files/${language}.json`, 'utf8'));
  const values = (phrase) => new Set((typeof phrase === 'string' ? phrase : phrase.other).match(/\{\w+\}/g));
  const english = read('en');
  for (const language of ['zh', 'ar']) {
    const other = read(language);
    assert.deepEqual(Object.keys(other), Object.keys(english), language);
    for (const [key, phrase] of Object.entries(english)) assert.deepEqual([...values(other[key])].sort(), [...values(phrase)].sort(), `${language} ${key}`);
  }
});
