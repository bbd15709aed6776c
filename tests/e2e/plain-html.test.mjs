// SPDX-License-Identifier: Apache-2.0
// The smallest page that a merchant can have: one heading, one script tag, and the chat works.
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 60_000 };

let relay;
let browser;
before(async () => {
  relay = await Relay.start();
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

test('the smallest page needs one script tag to talk to the shop', patience, async () => {
  const shopper = await browser.profile();
  const widget = await Widget.on(shopper, `${relay.url}/examples/plain-html`);
  await widget.say('Hello from a page in one file');
  await widget.isNow('Sent');
  await shopper.close();
});
