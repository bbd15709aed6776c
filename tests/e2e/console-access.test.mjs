// SPDX-License-Identifier: Apache-2.0
// Getting in and out of the console: what is kept over a reload, what a sign-out wipes, and the
// words for each way in which a sign-in can fail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 90_000 };
const hours = 3_600_000;

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

const ask = (words) => PlainShopper.ask(relay, words);

async function tryToSignIn(profile, email, passphrase) {
  const page = await profile.open(`${relay.url}/console`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

/** Everything this page's databases hold, as text. */
function keptBy(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const kept = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) kept.push(...(await done(database.transaction(store).objectStore(store).getAllKeys())));
      database.close();
    }
    return kept.map(String).concat(Object.keys(localStorage), Object.keys(sessionStorage));
  });
}

test('a false passphrase and an unknown mail address get the same words', patience, async () => {
  const profile = await browser.profile();
  for (const [email, passphrase] of [['bo@demo.shop', 'not the passphrase'], ['nobody@demo.shop', demoPassphrase]]) {
    const page = await tryToSignIn(profile, email, passphrase);
    await page.getByRole('alert').getByText('Email and passphrase do not fit together. Check both.').waitFor();
  }
  await profile.close();
});

test('nothing typed is asked for by name, and the focus goes there', patience, async () => {
  const profile = await browser.profile();
  const page = await tryToSignIn(profile, '', '');
  await page.getByText('Enter your mail address.').waitFor();
  await page.getByText('Enter your passphrase.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'email');
  await profile.close();
});

for (const [what, answer, words] of [
  ['too many tries', { status: 429, json: { error: { code: 'rate_limited', field: '', message: '', retry_ms: 840_000 } } }, 'Too many tries. Wait 14 minutes, then try again.'],
  ['a relay that is out of reach', undefined, 'The relay cannot be reached. Check your connection, then try again.'],
  ['an answer that is no answer', { status: 502, body: 'Bad gateway' }, 'This did not work: http_502'],
]) {
  test(`${what}: the sign-in says what to do`, patience, async () => {
    const profile = await browser.profile();
    const page = await profile.open(`${relay.url}/console`);
    await page.route('**/v1/login', (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.getByLabel('Email').fill('bo@demo.shop');
    await page.getByLabel('Passphrase', { exact: true }).fill(demoPassphrase);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText(words).waitFor();
    await profile.close();
  });
}

test('a wasm that was changed on its way is not run, and the sign-in says so', patience, async () => {
  const profile = await browser.profile();
  await profile.context.route('**/console.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body: 'not wasm' }));
  const page = await tryToSignIn(profile, 'bo@demo.shop', demoPassphrase);
  await page.getByRole('alert').getByText(/^This did not work/).waitFor();
  await profile.close();
});

test('a reload keeps the session, for twelve hours', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.page.clock.setFixedTime(Date.now() + 11.9 * hours);
  await console.page.reload();
  await console.list.waitFor();
  await console.page.clock.setFixedTime(Date.now() + 12.1 * hours);
  await console.page.reload();
  await console.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await profile.close();
});

test('a reply that was queued when the session ended goes out after signing in again', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  const shopper = await ask('will it arrive?');
  await console.open('will it arrive?');
  await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await page.reload();
  await console.sees('will it arrive?');
  await console.say('It will.');
  await console.isNow('Queued');
  await page.clock.setFixedTime(Date.now() + 13 * hours);
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.close();

  const again = await Console.signIn(profile, relay);
  await again.open('It will.');
  await again.isNow('Sent');
  assert.equal((await shopper.next()).words, 'will it arrive?');
  assert.equal((await shopper.next()).words, 'It will.');
  await shopper.close();
  await profile.close();
});

test('nothing that the browser keeps of the session can be read without it', patience, async () => {
  const profile = await browser.profile();
  const { page } = await Console.signIn(profile, relay);
  const exported = await page.evaluate(async () => {
    const opened = await new Promise((resolve) => (indexedDB.open('shopbell-console').onsuccess = ({ target }) => resolve(target.result)));
    const kept = await new Promise((resolve) => (opened.transaction('kept').objectStore('kept').get('session').onsuccess = ({ target }) => resolve(target.result)));
    return [kept.key.extractable, await crypto.subtle.exportKey('raw', kept.key).then(() => 'exported', ({ name }) => name)];
  });
  assert.deepEqual(exported, [false, 'InvalidAccessError']);
  await profile.close();
});

test('signing out wipes keys and disk, also in the other tab', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const shopper = await ask('do you forget?');
  await console.open('do you forget?');
  await console.reply.fill('a draft');
  const other = await profile.open(`${relay.url}/console`);
  await new Console(other).sees('do you forget?');
  assert.ok((await keptBy(console.page)).length > 3);
  await console.choose('Sign out');
  for (const page of [console.page, other]) await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await keptBy(console.page), []);
  await console.page.reload();
  await console.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await shopper.close();
  await profile.close();
});

test('the relay forgets the session that signed out', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open();
  const [asked] = await Promise.all([
    page.waitForRequest('**/v1/logout'),
    (async () => {
      await page.goto(`${relay.url}/console`);
      const console = new Console(page);
      await console.signIn('bo@demo.shop', demoPassphrase);
      await console.choose('Sign out');
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    })(),
  ]);
  const answer = await fetch(`${relay.url}/v1/shop`, { headers: { Authorization: (await asked.allHeaders()).authorization } });
  assert.equal(answer.status, 401);
  await profile.close();
});

test('with a reply that was not sent, signing out asks first', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const shopper = await ask('wait for me');
  await console.open('wait for me');
  await relay.end();
  await console.say('of course');
  await console.isNow('Queued');
  await console.choose('Sign out');
  await console.page.getByText(/1 reply has not been sent yet/).waitFor();
  await console.page.getByRole('button', { name: 'Stay signed in' }).click();
  await relay.run();
  await console.isNow('Sent');
  await shopper.close();
  await profile.close();
});

test('a changed passphrase opens the console, the old one does not', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay, 'ada@demo.shop');
  const { page } = console;
  const change = async (old) => {
    await page.getByLabel('Passphrase until now').fill(old);
    await page.getByLabel('New passphrase').fill('kettle on the blue hob');
    await page.getByLabel('Passphrase, once more').fill('kettle on the blue hob');
    await page.getByRole('button', { name: 'Change passphrase' }).click();
  };
  await console.choose('Change passphrase');
  await change('not the passphrase');
  await page.getByRole('alert').getByText('This passphrase does not open your keys. Try again.').waitFor();
  await change(demoPassphrase);
  await console.notes.getByText('Your passphrase is changed.').waitFor();
  await profile.close();

  const fresh = await browser.profile();
  const refused = await tryToSignIn(fresh, 'ada@demo.shop', demoPassphrase);
  await refused.getByRole('alert').waitFor();
  await Console.signIn(fresh, relay, 'ada@demo.shop', 'kettle on the blue hob');
  await fresh.close();
});

test('a link for somebody new, opened where somebody is signed in, asks which of the two', patience, async () => {
  const profile = await browser.profile();
  await Console.signIn(profile, relay);
  const page = await profile.open(`${relay.url}/console#recover`);
  await page.getByRole('heading', { name: 'Signed in as Bo' }).waitFor();
  await page.getByRole('button', { name: 'Sign out and use the link' }).click();
  await page.getByRole('heading', { name: 'Forgot your passphrase?' }).waitFor();
  assert.deepEqual(await keptBy(page), []);
  await profile.close();
});
