// SPDX-License-Identifier: Apache-2.0
// The widget on pages that are not ours: strict policies, Trusted Types, the page's own scripts,
// assistive technology.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { refuseRows } from './support/refusal.mjs';
import { Relay } from './support/relay.mjs';
import { demoShop, ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const forbidden = 9;
let relay;
let browser;
let shop;

before(async () => {
  relay = await Relay.start();
  browser = await Browser.start();
  shop = await demoShop(relay);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

const html = (attributes = '') =>
  `<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1><script async src="${relay.url}/shopbell.js" data-shop="${shop}" ${attributes}></script>`;

// What docs/security.md and the console tell a shop with a strict policy to add.
const additions = (scripts = '') =>
  `default-src 'none'; script-src ${relay.url} 'wasm-unsafe-eval' ${scripts}; connect-src ${relay.url} ${relay.url.replace('http', 'ws')}; img-src blob:; media-src blob:`;

async function frameHashes() {
  const loader = await (await fetch(`${relay.url}/shopbell.js`)).text();
  const [, version] = /\/w\/([0-9a-f]{12})\//.exec(loader);
  const { sha256 } = await (await fetch(`${relay.url}/w/${version}/integrity.json`)).json();
  return ['panel.js', 'chat.js', 'screen.js', 'files.js'].map((name) => `'${sha256[name]}'`).join(' ');
}

// A person on a page of a shop with this policy and snippet.
async function visit({ policy, attributes, prepare, refusals } = {}) {
  const page = await ShopPage.start({ html: html(attributes), headers: policy ? { 'Content-Security-Policy': policy } : {} });
  const profile = await browser.profile();
  const tab = await profile.open();
  if (prepare) await tab.addInitScript(prepare);
  if (refusals) await refuseRows(tab, refusals);
  await tab.goto(page.url);
  return {
    profile,
    tab,
    widget: new Widget(tab),
    leave: async () => {
      await profile.close();
      await page.stop();
    },
  };
}

test("under default-src 'none' the documented additions are enough, and nothing is refused", async () => {
  const { profile, widget, leave } = await visit({ policy: additions(await frameHashes()) });
  await widget.open();
  await widget.say('hello');
  await widget.isNow('Sent');
  assert.deepEqual(profile.errors, []);
  await leave();
});

test('without the hashes of the frame the scripts come from the relay, by their integrity', async () => {
  const { widget, leave } = await visit({ policy: additions() });
  await widget.open();
  await widget.say('hello');
  await widget.isNow('Sent');
  await leave();
});

test('Trusted Types are satisfied by one policy named shopbell', async () => {
  for (const scripts of [await frameHashes(), '']) {
    const policy = `${additions(scripts)}; require-trusted-types-for 'script'; trusted-types shopbell`;
    const { profile, widget, leave } = await visit({ policy });
    await widget.open();
    await widget.say('hello');
    await widget.isNow('Sent');
    assert.ok(!profile.errors.some((text) => text.includes('Trusted')), profile.errors.join('\n'));
    await leave();
  }
});

test('a directive that is missing is named', async () => {
  const hashes = await frameHashes();
  const without = (directive) =>
    additions(hashes).split('; ').filter((part) => !part.startsWith(directive)).join('; ');
  const cases = [
    [without('connect-src'), `connect-src ${relay.url}`],
    [additions(hashes).replace("'wasm-unsafe-eval'", ''), "script-src 'wasm-unsafe-eval'"],
    [`${additions(hashes)}; require-trusted-types-for 'script'; trusted-types other`, 'trusted-types shopbell'],
  ];
  for (const [policy, named] of cases) {
    const { profile, widget, leave } = await visit({ policy });
    await widget.button.click();
    await profile.hasLogged((text) => text.startsWith('Shopbell:') && text.includes(named));
    await leave();
  }
});

test('a page on which wasm may not run says so in the chat', async () => {
  const { widget, leave } = await visit({ policy: additions(await frameHashes()).replace("'wasm-unsafe-eval'", '') });
  await widget.open();
  await widget.alert.getByText('This page does not allow the chat').waitFor();
  await leave();
});

test('calls made before the loader arrived are carried out in their order', async () => {
  const { tab, widget, leave } = await visit({
    prepare: () => {
      window.heard = [];
      const queue = (...call) => queue.q.push(call);
      queue.q = [];
      window.Shopbell = queue;
      for (const name of ['ready', 'opened', 'closed']) window.Shopbell('on', name, ({ type }) => window.heard.push(type));
      window.Shopbell('open');
    },
  });
  await widget.field.waitFor();
  await tab.evaluate(() => window.Shopbell('close'));
  await tab.waitForFunction(() => window.heard.length === 3);
  assert.deepEqual(await tab.evaluate(() => window.heard), ['shopbell:ready', 'shopbell:opened', 'shopbell:closed']);
  await leave();
});

test('an unknown method, event or theme is refused by name', async () => {
  const { profile, tab, leave } = await visit();
  await tab.waitForFunction(() => window.Shopbell?.version);
  await tab.evaluate(() => {
    window.Shopbell('explode');
    window.Shopbell('toString');
    window.Shopbell('on', 'weather', () => undefined);
  });
  for (const named of ['method "explode"', 'method "toString"', 'event "weather"']) {
    assert.ok(profile.errors.some((text) => text.startsWith('Shopbell:') && text.includes(named)), named);
  }
  await leave();
});

test('the button may be hidden and shown, placed and coloured by the page', async () => {
  const { tab, widget, leave } = await visit({ attributes: 'data-side="left" data-offset="40 80" data-accent="#ffd54f"' });
  const box = await widget.button.boundingBox();
  assert.deepEqual(box, { x: 40, y: 800 - 80 - 56, width: 56, height: 56 });
  await tab.evaluate(() => window.Shopbell('hide'));
  await widget.button.waitFor({ state: 'hidden' });
  await tab.evaluate(() => window.Shopbell('show'));
  await widget.button.waitFor();
  await leave();
});

test('a script of the page cannot take the place of the panel', async () => {
  const { tab, widget, leave } = await visit({
    prepare: () => {
      // Answers for the panel, with a port of its own, to whatever nonce there may be.
      window.taken = false;
      const { port1, port2 } = new window.MessageChannel();
      port1.onmessage = () => (window.taken = true);
      window.addEventListener('message', () => window.postMessage({ shopbell: 'guess' }, location.origin, [port2]), { once: true });
    },
  });
  await widget.open();
  await widget.say('hello');
  await widget.isNow('Sent');
  assert.equal(await tab.evaluate(() => window.taken), false);
  await leave();
});

async function check(tab, screen) {
  for (const frame of tab.frames()) {
    await frame.evaluate(axe);
    const { violations } = await frame.evaluate(() => globalThis.axe.run(document, { iframes: false, resultTypes: ['violations'] }));
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(serious.map(({ id, nodes }) => `${screen} ${id}: ${nodes[0].html}`), []);
  }
}

test('neither the page nor the panel has a serious accessibility violation', async () => {
  for (const theme of ['light', 'dark']) {
    const refusals = { code: 0 };
    const { tab, widget, leave } = await visit({ attributes: `data-theme="${theme}"`, refusals });
    await widget.open();
    await widget.say('hello https://a.example/x');
    await widget.isNow('Sent');
    await check(tab, theme);
    const refused = widget.frame.getByRole('button', { name: 'Discard' });
    refusals.code = forbidden;
    await widget.say('refused');
    await refused.waitFor();
    await check(tab, `${theme}, not sent`);
    refusals.code = 0;
    await relay.end();
    await widget.status.getByText('Offline.').waitFor();
    const menu = widget.frame.getByRole('button', { name: 'More' });
    for (const at of [0, 1]) {
      await menu.click();
      const item = widget.frame.getByRole('menuitem').nth(at);
      await item.waitFor();
      await check(tab, `${theme}, offline, menu`);
      await item.click();
      await widget.frame.getByRole('button', { name: 'Cancel' }).waitFor();
      await check(tab, `${theme}, dialog ${at}`);
      await widget.frame.getByRole('button', { name: 'Cancel' }).click();
    }
    await relay.run();
    await leave();
  }
});
