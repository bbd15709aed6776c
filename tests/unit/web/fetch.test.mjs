// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { onRelay } = await load('widget/loader/fetch');

test('what the panel names is fetched from the relay, and from nobody else', () => {
  assert.equal(onRelay('https://relay.example', '/w/1/emoji-en.json'), 'https://relay.example/w/1/emoji-en.json');
  for (const path of ['@evil.example/x', '.evil.example/x']) assert.equal(new URL(onRelay('https://relay.example', path)).origin, 'https://relay.example');
  for (const path of ['//evil.example/x', 'https://evil.example/x', 'https://relay.example@evil.example/x', 'http://relay.example/x', 'data:text/plain,x']) {
    assert.throws(() => onRelay('https://relay.example', path), /is not on https:\/\/relay\.example/, path);
  }
});
