// SPDX-License-Identifier: Apache-2.0
// The console without its relay: the process is down, the page comes from the service worker, the
// keys and conversations from this browser. What is written meanwhile goes out once, in order.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };
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

/** What happens in `work` happens while the relay's process is down; then it runs again. */
async function withoutRelay(work, signal) {
  await relay.end(signal);
  try {
    await work();
  } finally {
    await relay.run();
  }
}

test('on a train an agent opens the console, reads, searches and answers; the replies arrive once, in order', patience, async () => {
  const people = { shopper: await browser.profile(), agent: await browser.profile() };
  const widget = new Widget(await people.shopper.open(relay.url));
  const console = await Console.signIn(people.agent, relay);
  const { page } = console;
  await widget.open();
  await widget.say('Does the iron kettle fit an induction hob?');
  await console.open('Does the iron kettle fit an induction hob?');
  await widget.isNow('Read');
  await console.isKeptForOffline();

  const replies = ['It does.', 'Its base is 12 cm wide.', 'Shall I set one aside for you?'];
  await withoutRelay(async () => {
    await page.reload();
    await console.sees('Does the iron kettle fit an induction hob?');
    await page.getByRole('heading', { name: 'Morning Kiln' }).waitFor();
    await console.banner.getByText('Offline. You can go on reading and writing.').waitFor();

    await console.search.fill('IRON KETTLE');
    await console.found.waitFor();
    assert.equal(await console.found.locator('mark').textContent(), 'iron kettle');
    await page.keyboard.press('Escape');

    for (const reply of replies) await console.say(reply);
    await console.banner.getByText('Offline. 3 messages will be sent.').waitFor();
    await console.isNow('Queued');
    await page.reload();
    await console.banner.getByText('Offline. 3 messages will be sent.').waitFor();
  }, 'SIGKILL');
  await widget.sees(replies.at(-1));
  await console.isNow('Read');
  await console.banner.getByText('Offline').waitFor({ state: 'detached' });
  const said = (log) => log.getByText(/^(It does|Its base|Shall I)/).allTextContents();
  assert.deepEqual(await said(widget.log), replies);
  assert.deepEqual(await said(console.log), replies);
  await Promise.all([people.shopper.close(), people.agent.close()]);
});

test('without the relay a new tab opens as well, and a conversation that was never loaded says that it is not here', patience, async () => {
  const colleague = await browser.profile();
  const bo = await Console.signIn(colleague, relay);
  const shopper = await PlainShopper.ask(relay, 'for whoever is first');
  await bo.show('Mine');
  await bo.rows.filter({ hasText: 'for whoever is first' }).waitFor();
  const profile = await browser.profile();
  const ada = await Console.signIn(profile, relay, 'ada@demo.shop');
  await ada.rows.filter({ hasText: 'for whoever is first' }).waitFor();
  await ada.isKeptForOffline();
  let console;
  await withoutRelay(async () => {
    await ada.page.close();
    console = new Console(await profile.open(`${relay.url}/console`));
    await console.rows.filter({ hasText: 'for whoever is first' }).click();
    await console.log.getByText('These messages are not on this device yet. They load when the connection is back.').waitFor();
  });
  await console.sees('for whoever is first');
  await shopper.close();
  await Promise.all([colleague.close(), profile.close()]);
});

test('an agent with nothing to answer sees an empty list offline, not one that loads for ever', patience, async () => {
  const quiet = await Relay.start();
  const profile = await browser.profile();
  const console = await Console.signIn(profile, quiet);
  await console.isKeptForOffline();
  await quiet.stop();
  await console.page.reload();
  await console.page.getByRole('heading', { name: 'No open conversations' }).waitFor();
  await profile.close();
});

test('after twelve hours the passphrase opens the console without the relay, and no other does', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  const shopper = await PlainShopper.ask(relay, 'until tomorrow');
  await console.open('until tomorrow');
  await console.isKeptForOffline();
  await withoutRelay(async () => {
    await page.clock.setFixedTime(Date.now() + 13 * hours);
    await page.reload();
    const signIn = async (email, passphrase) => {
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn('bo@demo.shop', 'not the passphrase');
    await page.getByRole('alert').getByText('Email and passphrase do not fit together. Check both.').waitFor();
    await signIn('ada@demo.shop', demoPassphrase);
    await page.getByRole('alert').getByText('Email and passphrase do not fit together. Check both.').waitFor();
    await signIn('bo@demo.shop', demoPassphrase);
    await console.open('until tomorrow');
    await console.say('It is tomorrow.');
    await console.isNow('Queued');
  });
  await console.isNow('Sent');
  await shopper.close();
  await profile.close();
});

test('until somebody has signed in here nothing is kept, and the sign-in says that it needs the relay', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(`${relay.url}/console`);
  await page.getByLabel('Email').fill('bo@demo.shop');
  await page.getByLabel('Passphrase', { exact: true }).fill(demoPassphrase);
  await withoutRelay(async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The relay cannot be reached. Check your connection, then try again.').waitFor();
  });
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await new Console(page).list.waitFor();
  await profile.close();
});

test('the worker keeps exactly the files of the console, and nothing that was said or asked', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay, 'ada@demo.shop');
  const { page } = console;
  await console.isKeptForOffline();
  await console.choose('Settings');
  await page.getByLabel('Shop name').waitFor();
  const kept = await page.evaluate(async () => {
    const names = await globalThis.caches.keys();
    const caches = await Promise.all(names.map((name) => globalThis.caches.open(name)));
    const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname).sort();
  });
  const [version] = kept.map((path) => /^\/w\/([^/]+)\//.exec(path)?.[1]).filter(Boolean);
  assert.deepEqual(kept, [
    '/assets/icons/app-maskable.svg', '/assets/icons/app.svg', '/assets/icons/favicon.svg', '/console', '/console/manifest.webmanifest',
    ...['console-locale-ar.json', 'console-locale-zh.json', 'console.js', 'console.wasm'].map((name) => `/w/${version}/${name}`),
  ]);
  await profile.close();
});

test('the console can be installed, and its page keeps its policy when the worker serves it', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  await console.isKeptForOffline();
  const devtools = await profile.context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  await withoutRelay(async () => {
    const answer = await page.reload();
    assert.ok(answer.fromServiceWorker());
    assert.match(answer.headers()['content-security-policy'], /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
    assert.equal(await page.evaluate(() => fetch('https://elsewhere.example/').then(() => 'fetched', () => 'refused')), 'refused');
  });
  await profile.close();
});
