// SPDX-License-Identifier: Apache-2.0
// A shop whose relay is away. The shop's pages come from a server of their own, so that they load
// all the same: the chat has to come from the browser, and what is written has to wait there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser, KeptBrowser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 180_000 };
let relay;
let shop;
let browser;
before(async () => {
  relay = await Relay.start();
  shop = await ShopPage.of(relay);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await shop?.stop();
  await relay?.stop();
});

const tabOf = (profile) => Widget.on(profile, shop.url);

// What an agent sees of the conversation in which these words stand, with everything that has come so far.
async function seenByAgent(last, part) {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.open(last);
  const lines = await console.log.getByText(part).allTextContents();
  await profile.close();
  return lines;
}

test('one who has talked here before opens the chat while the relay is away, reads, writes, leaves, and is heard later', patience, async () => {
  const profile = await browser.profile();
  const first = await tabOf(profile);
  await first.say('away: hello');
  await first.isThere();
  await first.hasNothingToSend();
  await first.page.close();
  await relay.end('SIGKILL');

  const away = await tabOf(profile);
  await away.sees('away: hello');
  await away.frame.getByText('Morning Kiln').first().waitFor();
  await away.status.getByText('Offline.').waitFor();
  for (const words of ['away: one', 'away: two', 'away: three']) {
    await away.say(words);
    await away.isNow('Queued');
  }
  await away.status.getByText('Offline. 3 messages will be sent.').waitFor();
  await away.page.close();

  await relay.run();
  // The next page, on which nobody opens the chat.
  const next = new Widget(await profile.open(shop.url));
  await next.log.getByText('Sent').waitFor({ state: 'attached' });
  const everything = ['away: hello', 'away: one', 'away: two', 'away: three'];
  assert.deepEqual(await seenByAgent('away: three', /^away: /), everything);
  await profile.close();
});

test('who talked here some time ago has the chat in this browser before it is opened again', patience, async () => {
  const profile = await browser.profile();
  const first = await tabOf(profile);
  await first.say('ahead: hello');
  await first.isThere();
  await first.hasNothingToSend();
  await first.page.close();
  const devtools = await profile.context.newCDPSession(await profile.open(shop.url));
  await devtools.send('Network.clearBrowserCache');
  await devtools.detach();
  // A page on which the chat does not start: everything it would need is fetched ahead.
  const idle = await profile.open();
  await idle.addInitScript(() => {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith('shopbell:'))) {
      localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), at: 1, queued: 0 }));
    }
  });
  const needed = ['dock.js', 'panel.js', 'chat.js', 'screen.js', 'shopper.wasm'];
  const fetched = Promise.all(needed.map((name) => idle.waitForResponse((response) => response.url().endsWith(`/${name}`)).then((response) => response.finished())));
  await idle.goto(shop.url);
  await fetched;
  await relay.end();
  const away = await tabOf(profile);
  await away.sees('ahead: hello');
  await relay.run();
  await profile.close();
});

test('one who writes for the first time while the relay goes away is heard too', patience, async () => {
  const profile = await browser.profile();
  const widget = await tabOf(profile);
  await widget.frame.getByText('Morning Kiln').first().waitFor();
  await relay.end();
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('first: hello');
  await widget.isNow('Queued');
  await widget.page.reload();
  await widget.open();
  await widget.sees('first: hello');
  await relay.run();
  await widget.isThere();
  assert.deepEqual(await seenByAgent('first: hello', /^first: /), ['first: hello']);
  await profile.close();
});

test('twenty messages written offline in two tabs survive reloads and a killed browser, and go out once, in order', patience, async () => {
  const kept = await KeptBrowser.start();
  try {
    const tabs = [await tabOf(kept.profile), await tabOf(kept.profile)];
    await tabs[0].say('killed: hello');
    await tabs[0].isThere();
    await tabs[1].sees('killed: hello');
    await tabs[0].hasNothingToSend();
    await relay.end();
    const written = ['killed: hello'];
    for (let i = 1; i <= 20; i++) {
      const [here, there] = i % 2 ? tabs : [...tabs].reverse();
      written.push(`killed: ${i}`);
      await here.put(`killed: ${i}`);
      await here.isNow('Queued');
      await there.sees(`killed: ${i}`);
      if (i !== 10) continue;
      for (const tab of tabs) {
        await tab.page.reload();
        await tab.open();
        await tab.sees('killed: 10');
      }
    }
    await kept.kill();
    await kept.run();
    const again = await tabOf(kept.profile);
    await again.sees('killed: 20');
    await again.status.getByText('Offline. 20 messages will be sent.').waitFor();
    await relay.run();
    await again.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await again.isThere();
    assert.deepEqual(await again.log.getByText(/^killed: /).allTextContents(), written);
    assert.deepEqual(await seenByAgent('killed: 20', /^killed: /), written);
  } finally {
    await kept.stop();
  }
});

test('a page that comes back from the background tries at once', patience, async () => {
  const profile = await browser.profile();
  const widget = await tabOf(profile);
  await widget.say('back: hello');
  await widget.isThere();
  await relay.end();
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('back: again');
  // The wait grows while it fails; what follows does not wait for it.
  await widget.frame.getByText(/Next try in ([5-9]|\d\d) seconds/).waitFor({ timeout: 60_000 });
  await relay.run();
  await widget.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await widget.isThere();
  await profile.close();
});
