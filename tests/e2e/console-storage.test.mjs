// SPDX-License-Identifier: Apache-2.0
// A browser that gives the console no storage, no room, or damaged goods: it works all the same, and
// says plainly what cannot be kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 120_000 };
const keepsNothing = 'what is not sent yet is lost when you close this page';

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

const withoutStorage = {
  'no IndexedDB': () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  'an IndexedDB that refuses': () => {
    globalThis.IDBFactory.prototype.open = () => {
      throw new globalThis.DOMException('not allowed here', 'SecurityError');
    };
  },
  'an IndexedDB that never answers': () => {
    globalThis.IDBFactory.prototype.open = () => ({});
  },
};
for (const [name, hide] of Object.entries(withoutStorage)) {
  test(`with ${name} an agent signs in and answers, and is told what is not kept`, patience, async () => {
    const shopper = await PlainShopper.ask(relay, `${name}?`);
    const profile = await browser.profile();
    await profile.context.addInitScript(hide);
    const console = await Console.signIn(profile, relay);
    await console.banner.getByText(keepsNothing).waitFor();
    await console.open(`${name}?`);
    await console.say('Even so.');
    await console.isNow('Sent');
    assert.equal((await shopper.next()).words, `${name}?`);
    assert.equal((await shopper.next()).words, 'Even so.');
    await console.page.reload();
    await console.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await shopper.close();
    await profile.close();
  });
}

test('where the browser has no room the console goes on and says so; with room again it keeps all', patience, async () => {
  const shopper = await PlainShopper.ask(relay, 'is there room?');
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  await console.open('is there room?');
  const devtools = await profile.context.newCDPSession(page);
  const limit = (quotaSize) => devtools.send('Storage.overrideQuotaForOrigin', { origin: relay.url, ...(quotaSize ? { quotaSize } : {}) });
  const { usage } = await page.evaluate(() => navigator.storage.estimate());
  await limit(usage + 100_000);
  const noRoom = console.banner.getByText(keepsNothing);
  // The browser looks at its limit again only when what it believed to be left is used up.
  let written = 0;
  while ((await noRoom.count()) === 0) {
    written += 1;
    assert.ok(written < 200, 'the browser always has room');
    await console.say(`room: ${written} ${'tea '.repeat(3000)}`);
    await console.log.getByText(`room: ${written} tea`).waitFor();
  }
  await console.say('There is none.');
  await console.isNow('Sent');
  await limit(undefined);
  await console.say('There is again.');
  await noRoom.waitFor({ state: 'detached' });
  await console.isNow('Sent');
  await page.reload();
  await console.sees('There is none.');
  await console.sees('There is again.');
  await shopper.close();
  await profile.close();
});

test('entries that were damaged do not keep the console from opening; the relay brings them again', patience, async () => {
  const shopper = await PlainShopper.ask(relay, 'is all well?');
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  await console.open('is all well?');
  await page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open('shopbell'));
    const kept = database.transaction('kept', 'readwrite').objectStore('kept');
    for (const key of await done(kept.getAllKeys())) if (/^(conv|row|shop)/.test(key[2])) kept.put(new Uint8Array([255, 0, 1]), key);
    await new Promise((resolve) => (kept.transaction.oncomplete = resolve));
    database.close();
  });
  await page.reload();
  await console.sees('is all well?');
  await console.say('It is.');
  await console.isNow('Sent');
  await shopper.close();
  await profile.close();
});

test('a damaged session asks for the passphrase, and opens with it', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  await page.evaluate(async () => {
    const opened = await new Promise((resolve) => (indexedDB.open('shopbell-console').onsuccess = ({ target }) => resolve(target.result)));
    const kept = opened.transaction('kept', 'readwrite').objectStore('kept');
    for (const name of ['session', 'device']) kept.put({ damaged: true }, name);
    await new Promise((resolve) => (kept.transaction.oncomplete = resolve));
    opened.close();
  });
  await page.reload();
  await console.signIn('bo@demo.shop', demoPassphrase);
  await profile.close();
});
