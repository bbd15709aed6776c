// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { contrast, isColour, tonesOf, tonesOfName } = await load('web/bridge/theme');
const surface = { false: '#ffffff', true: '#1b1d22' };

// 4,096 colours over the whole cube.
function* accents() {
  for (let n = 0; n < 4096; n++) yield `#${n.toString(16).padStart(3, '0')}`;
}

test('whatever the accent, text on it and text in it can be read, in light and dark', () => {
  for (const accent of accents()) {
    for (const dark of [false, true]) {
      const tones = tonesOf(accent, dark);
      assert.ok(contrast(tones.fill, tones.onFill) >= 4.5, `${accent} ${dark}: ${tones.onFill} on ${tones.fill}`);
      assert.ok(contrast(tones.text, surface[dark]) >= 4.5, `${accent} ${dark}: ${tones.text}`);
    }
  }
});

test('an accent that is readable as it is stays as it is', () => {
  assert.equal(tonesOf('#1f6f5c', false).fill, '#1f6f5c');
});

test('a fill is told from the surface that it lies on', () => {
  for (const accent of ['#ffffff', '#000000', '#f8f8f8', '#111111']) {
    for (const dark of [false, true]) assert.ok(contrast(tonesOf(accent, dark).fill, surface[dark]) > 1.15, `${accent} ${dark}`);
  }
});

test('words that are no colour give the standard accent', () => {
  assert.deepEqual(tonesOf('teal-ish', false), tonesOf('', false));
  assert.ok(!isColour('teal'));
  assert.ok(!isColour('#12345'));
  assert.ok(isColour('#A1b2C3'));
});

test('initials can be read on the colour of their name, and a name keeps its colour', () => {
  for (let n = 0; n < 100; n++) {
    const { fill, onFill } = tonesOfName(`name ${n}`);
    assert.ok(contrast(fill, onFill) >= 4.5, fill);
    assert.deepEqual(tonesOfName(`name ${n}`), { fill, onFill });
  }
});
