// SPDX-License-Identifier: Apache-2.0
// The relay dies after it has committed a shopper's message and before it could say so: a build for
// tests alone, made to do it. What a page shows of that night, and an agent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { readLog } from '../torture/support/database.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 180_000 };
let relay;
let shop;
let browser;
before(async () => {
  relay = await Relay.start({ binary: 'shopbell-relay-failpoints' });
  shop = await ShopPage.of(relay);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await shop?.stop();
  await relay?.stop();
});

// The relay that comes next dies when it has committed its first row.
async function armed() {
  await relay.end();
  relay.environment = { FAILPOINT_KILL_AFTER_COMMIT: '1' };
  await relay.run();
}

async function back() {
  assert.deepEqual(await relay.ended(), [null, 'SIGKILL']);
  relay.environment = {};
  await relay.run();
}

async function isOnce(place, words) {
  await place.sees(words);
  assert.equal(await place.log.getByText(words, { exact: true }).count(), 1);
}

test('a message that was committed and not acknowledged is shown once as delivered, also after a reload, and the agent sees it once', patience, async () => {
  const [desk, profile] = [await browser.profile(), await browser.profile()];
  const console = await Console.signIn(desk, relay);
  const widget = await Widget.on(profile, shop.url);
  for (const words of ['Is the kiln still warm?', 'And the tea?']) {
    await armed();
    await widget.say(words);
    await back();
    await widget.isNow('Delivered');
    await isOnce(widget, words);
  }
  await widget.page.reload();
  await widget.open();
  for (const words of ['Is the kiln still warm?', 'And the tea?']) await isOnce(widget, words);
  await widget.isNow('Delivered');

  await console.open('And the tea?');
  for (const words of ['Is the kiln still warm?', 'And the tea?']) await isOnce(console, words);
  assert.equal(await console.rows.count(), 1);
  await relay.end();
  assert.deepEqual(readLog(relay.data).map(({ seq }) => seq), [1, 2]);
  await desk.close();
  await profile.close();
});
