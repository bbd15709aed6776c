// SPDX-License-Identifier: Apache-2.0
// The console after an upgrade of its relay: tabs that are open go on, a newer version begins when
// nobody is at work or somebody asks for it, and a damaged one never.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { BareBrowser } from './support/bare-browser.mjs';
import { demoPassphrase } from './support/console.mjs';
import { NewerConsole } from './support/newer-console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 120_000 };
const note = 'A new version of the console is ready.';
const question = 'are you up to date?';

let relay;
before(async () => {
  relay = await Relay.start();
});
after(() => relay?.stop());

/** An agent with a conversation open and the console kept for offline; `work` happens on an upgraded relay. */
async function onUpgradedRelay(work, options) {
  const shopper = await PlainShopper.ask(relay, question);
  const browser = await BareBrowser.start();
  try {
    const tab = await browser.open(`${relay.url}/console`);
    await tab.fill('input[name=email]', 'bo@demo.shop');
    await tab.fill('input[name=passphrase]', demoPassphrase);
    await tab.click('button[type=submit]');
    await tab.click('.row', question);
    await tab.waitFor(() => document.querySelector('[role=log]')?.innerText.includes('are you up to date?'));
    await tab.waitFor(() => navigator.serviceWorker.controller?.state === 'activated');
    await relay.end();
    const newer = await NewerConsole.start(relay.port, options);
    try {
      await work(tab, browser);
    } finally {
      await newer.stop();
    }
  } finally {
    await browser.stop();
    await relay.run();
    await shopper.close();
  }
}

const isNewer = () => document.documentElement.dataset.version === 'newer';
const workerIs = (state) => navigator.serviceWorker.getRegistration('/console').then((found) => found[state] !== null);

test('a newer version waits for a word, and then all tabs of the browser run it, with their drafts', patience, () =>
  onUpgradedRelay(async (tab, browser) => {
    const other = await browser.open(`${relay.url}/console`);
    await tab.reload();
    await tab.waitFor(workerIs, 'waiting');
    await tab.shows(note);
    assert.equal(await tab.evaluate(isNewer), false);
    await tab.fill('#reply', 'in a moment');
    await tab.click('.banner button', 'Reload');
    for (const one of [tab, other]) await one.waitFor(isNewer);
    // Either of the two may have the conversations by now.
    await other.close();
    await tab.reload();
    await tab.shows(question);
    assert.equal(await tab.evaluate(() => document.querySelector('#reply').value), 'in a moment');
    assert.equal(await tab.evaluate((words) => document.body.innerText.includes(words), note), false);
  }));

test('where the console is open in no other tab a reload brings the newer version', patience, () =>
  onUpgradedRelay(async (tab) => {
    await tab.reload();
    await tab.shows(note);
    await tab.reload();
    await tab.waitFor(isNewer);
    await tab.shows(question);
    assert.equal(await tab.evaluate(async () => (await globalThis.caches.keys()).join()), 'shopbell-console-newer');
  }));

test('a newer version with a damaged file is not taken, and the console goes on as it is', patience, () =>
  onUpgradedRelay(
    async (tab) => {
      const end = await tab.evaluate(async () => {
        const { installing } = await (await navigator.serviceWorker.getRegistration('/console')).update();
        return new Promise((resolve) => (installing.onstatechange = () => resolve(installing.state)));
      });
      assert.equal(end, 'redundant');
      await tab.reload();
      await tab.shows(question);
      assert.equal(await tab.evaluate(isNewer), false);
    },
    { damaged: true },
  ));
