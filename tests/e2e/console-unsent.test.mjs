// SPDX-License-Identifier: Apache-2.0
// Replies that the relay refused for good, and what happens to unsent ones when this device is to
// forget everything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { refuseRows } from './support/refusal.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 120_000 };
const forbidden = 9;

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

/** An agent whose replies are refused as long as `refusals.code` is set. */
async function refusedAgent(words) {
  const profile = await browser.profile();
  const page = await profile.open();
  const refusals = { code: 0 };
  await refuseRows(page, refusals);
  await page.goto(`${relay.url}/console`);
  const console = new Console(page);
  await console.signIn('bo@demo.shop', 'demo-demo-demo');
  const shopper = await PlainShopper.ask(relay, words);
  await console.open(words);
  refusals.code = forbidden;
  const leave = async () => {
    await shopper.close();
    await profile.close();
  };
  return { profile, page, console, shopper, refusals, leave };
}

const notSent = (page) => page.getByRole('alert').getByText('Not sent: you may not write in this conversation.');

test('a refused reply says why; Edit takes its words back into the field, before what stands there', patience, async () => {
  const { page, console, shopper, refusals, leave } = await refusedAgent('may you answer?');
  await console.say('We may.');
  await notSent(page).waitFor();
  await assertNothingSerious(page, 'not sent');
  await console.reply.fill('And more.');
  await page.getByRole('button', { name: 'Edit' }).click();
  await notSent(page).waitFor({ state: 'detached' });
  assert.equal(await console.reply.inputValue(), 'We may.\n\nAnd more.');
  await page.waitForFunction(() => document.activeElement.id === 'reply');
  refusals.code = 0;
  await page.keyboard.press('Enter');
  await console.isNow('Sent');
  assert.equal((await shopper.next()).words, 'may you answer?');
  assert.equal((await shopper.next()).words, 'We may.\n\nAnd more.');
  await leave();
});

test('Retry sends a refused reply, and what waited behind it follows in order; Discard takes it away', patience, async () => {
  const { page, console, shopper, refusals, leave } = await refusedAgent('one, two, three?');
  for (const words of ['One.', 'Two.', 'Three.']) await console.say(words);
  await notSent(page).waitFor();
  refusals.code = 0;
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  const rows = [];
  while (rows.length < 4) rows.push((await shopper.next()).words);
  assert.deepEqual(rows, ['one, two, three?', 'One.', 'Two.', 'Three.']);
  await console.isNow('Sent');
  refusals.code = forbidden;
  await console.say('Four.');
  await notSent(page).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await console.log.getByText('Four.').waitFor({ state: 'detached' });
  await leave();
});

test('what was done and refused can be tried again or dropped as well, but not edited', patience, async () => {
  const { page, console, refusals, leave } = await refusedAgent('will you close this?');
  await console.close.click();
  await notSent(page).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Edit' }).count(), 0);
  refusals.code = 0;
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await notSent(page).waitFor({ state: 'detached' });
  await page.getByText('This conversation is closed.').waitFor();
  await leave();
});

/** Names of everything that the browser keeps for the console's address. */
const keptBy = (page) =>
  page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const kept = [...(await globalThis.caches.keys())];
    for (const { scope } of await navigator.serviceWorker.getRegistrations()) kept.push(scope);
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) kept.push(...(await done(database.transaction(store).objectStore(store).getAllKeys())).map(String));
      database.close();
    }
    return kept;
  });

test('a device that is to forget says how many replies are lost, then keeps nothing, in any tab', patience, async () => {
  const { profile, page, console, shopper } = await refusedAgent('do you remember me?');
  await console.isKeptForOffline();
  await console.say('Refused.');
  await notSent(page).waitFor();
  await console.say('Waiting behind it.');
  await console.choose('Forget this device');
  const dialog = page.getByRole('dialog', { name: 'Forget this device?' });
  await dialog.getByText('2 replies have not been sent yet, and would be lost.').waitFor();
  await assertNothingSerious(page, 'forget');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.ok((await keptBy(page)).length > 3);

  await console.choose('Forget this device');
  await dialog.getByRole('button', { name: 'Forget this device' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await keptBy(page), []);
  await shopper.close();
  await profile.close();
});

test('a device forgets without the relay as well, and says that it has', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.isKeptForOffline();
  await relay.end();
  try {
    await console.choose('Forget this device');
    await console.page.getByRole('dialog').getByText('No reply waits to be sent.').waitFor();
    await console.page.getByRole('button', { name: 'Forget this device' }).click();
    await console.page.getByRole('heading', { name: 'This device has forgotten the console' }).waitFor();
    await console.page.waitForFunction(async () => (await globalThis.caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length === 0);
  } finally {
    await relay.run();
  }
  await console.page.reload();
  await console.page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await keptBy(console.page), []);
  await profile.close();
});

test('signing out asks when a refused reply would be lost, and not when all is sent', patience, async () => {
  const { page, console, leave } = await refusedAgent('sign out now?');
  await console.say('Not yet.');
  await notSent(page).waitFor();
  await console.choose('Sign out');
  await page.getByRole('dialog').getByText(/1 reply has not been sent yet/).waitFor();
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await notSent(page).waitFor({ state: 'detached' });
  await console.choose('Sign out');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await leave();
});
