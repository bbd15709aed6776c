// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { load } from './sources.mjs';

const { readSettings } = await load('widget/loader/settings');
const shop = `tea-house.${'A'.repeat(43)}`;
const script = (data) => ({
  src: 'https://chat.example/shopbell.js',
  dataset: { shop, ...data },
  getAttribute: (name) => data[name.replace('data-', '')] ?? null,
});

// What the console of the page is told, and the settings that come out all the same.
function read(data) {
  const error = mock.method(console, 'error', () => undefined);
  try {
    const settings = readSettings(script(data));
    return { settings, told: error.mock.calls.map(({ arguments: [text] }) => text) };
  } finally {
    error.mock.restore();
  }
}

test('a snippet with a shop alone is complete', () => {
  const { settings, told } = read({});
  assert.deepEqual(told, []);
  assert.deepEqual(settings, {
    relay: 'https://chat.example',
    shop: 'tea-house',
    rootHash: 'A'.repeat(43),
    accent: '',
    side: 'end',
    offset: '20',
    locale: '',
    theme: 'auto',
    'z-index': '2147483000',
  });
});

test('without shop and root there is no chat, and the attribute is named', () => {
  for (const bad of [undefined, '', 'tea', 'Tea.x', `tea.${'A'.repeat(42)}`, `${'t'.repeat(33)}.${'A'.repeat(43)}`]) {
    const { settings, told } = read({ shop: bad });
    assert.equal(settings, undefined);
    assert.match(told[0], /data-shop/);
  }
});

test('each mistake is named, and costs no more than itself', () => {
  const bad = { accent: 'teal', side: 'top', offset: '20px', theme: 'night', 'z-index': 'high' };
  for (const [name, value] of Object.entries(bad)) {
    const { settings, told } = read({ [name]: value });
    assert.equal(told.length, 1);
    assert.ok(told[0].includes(`data-${name}`), told[0]);
    assert.deepEqual(settings, read({}).settings);
  }
});

test('what is given is taken', () => {
  const given = { accent: '#1f6f5c', side: 'left', offset: '8 96', locale: 'zh-CN', theme: 'dark', 'z-index': '12' };
  const { settings, told } = read(given);
  assert.deepEqual(told, []);
  for (const [name, value] of Object.entries(given)) assert.equal(settings[name], value);
});
