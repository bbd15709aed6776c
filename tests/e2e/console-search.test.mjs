// SPDX-License-Identifier: Apache-2.0
// An agent looks for words: by key and by hand, over all conversations, to the very message.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 120_000 };

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

async function desk(options) {
  const profile = await browser.profile(options);
  const console = await Console.signIn(profile, relay);
  return { profile, console, page: console.page };
}

const ask = (words) => PlainShopper.ask(relay, words);
const marked = async (console) => (await console.found.locator('bdi').allTextContents()).map((text) => text.trim());

test('the key / leads to the field, arrows and Enter to the message, Escape back to the list', patience, async () => {
  const { profile, console, page } = await desk();
  const shoppers = [await ask('Is the celadon bowl dishwasher-safe?'), await ask('My parcel has not come.')];
  await shoppers[0].say('The CELADON one with the crack pattern');
  await console.rows.filter({ hasText: 'crack pattern' }).waitFor();
  const { keyboard } = page;
  await keyboard.press('/');
  await keyboard.type('celadon');
  await page.getByRole('status').getByText('2 messages found').waitFor();
  assert.deepEqual(await marked(console), ['The CELADON one with the crack pattern', 'Is the celadon bowl dishwasher-safe?']);
  assert.deepEqual(await console.found.locator('mark').allTextContents(), ['CELADON', 'celadon']);
  assert.equal(await console.search.getAttribute('aria-activedescendant'), 'found-0');
  await keyboard.press('ArrowDown');
  await page.getByRole('option', { selected: true }).filter({ hasText: 'dishwasher-safe' }).waitFor();
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.textContent === 'Is the celadon bowl dishwasher-safe?');
  await keyboard.press('/');
  await keyboard.press('Escape');
  assert.equal(await console.search.inputValue(), '');
  await console.rows.filter({ hasText: 'My parcel has not come.' }).waitFor();
  await Promise.all(shoppers.map((shopper) => shopper.close()));
  await profile.close();
});

test('a message far up in a long history is drawn, comes into sight and keeps its place', patience, async () => {
  const { profile, console, page } = await desk();
  const shopper = await ask('the needle in the haystack');
  for (let i = 1; i <= 320; i += 1) await shopper.say(`straw ${i}`);
  await console.rows.filter({ hasText: 'straw 320' }).waitFor();
  await console.search.fill('needle');
  await console.found.click();
  const bubble = console.log.getByText('the needle in the haystack');
  await bubble.waitFor();
  assert.ok(await bubble.evaluate((element) => {
    const log = element.closest('[role=log]').getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return top >= log.top && bottom <= log.bottom;
  }));
  const topBefore = await bubble.evaluate((element) => element.getBoundingClientRect().top);
  await shopper.say('one more straw');
  await page.getByRole('button', { name: '1 new message' }).waitFor();
  assert.equal(await bubble.evaluate((element) => element.getBoundingClientRect().top), topBefore);
  await shopper.close();
  await profile.close();
});

test('what arrives while the results stand is found as well, and nothing found is said', patience, async () => {
  const { profile, console, page } = await desk();
  await console.search.fill('gaiwan');
  await page.getByRole('status').getByText('Nothing found').waitFor();
  await assertNothingSerious(page, 'nothing found');
  const shopper = await ask('Do you have a gaiwan for two?');
  await page.getByRole('status').getByText('1 message found').waitFor();
  await assertNothingSerious(page, 'found');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await console.rows.filter({ hasText: 'gaiwan' }).waitFor();
  await shopper.close();
  await profile.close();
});

test('markup and odd characters are looked for as they stand, and stay text', patience, async () => {
  const { profile, console, page } = await desk();
  const shopper = await ask('price <b>19.90 €</b> (.*) 茶壶 🫖');
  await console.rows.filter({ hasText: '19.90' }).waitFor();
  for (const query of ['<b>', '.*', '19.90 €', '茶壶', '🫖']) {
    await console.search.fill(query);
    await console.found.locator('mark').getByText(query, { exact: true }).waitFor();
  }
  assert.equal(await page.locator('.hits b').count(), 0);
  // More than the core takes: cut, not refused.
  await console.search.fill('茶'.repeat(500));
  await page.getByRole('status').getByText('Nothing found').waitFor();
  await shopper.close();
  await profile.close();
});

test('on a phone the results take the list away, and the way back leads to them', patience, async () => {
  const { profile, console, page } = await desk({ viewport: { width: 390, height: 844 } });
  const shopper = await ask('a thermos for the office');
  await console.rows.filter({ hasText: 'thermos' }).waitFor();
  await console.search.fill('thermos');
  await console.found.click();
  await console.sees('a thermos for the office');
  assert.ok(await console.search.isHidden());
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await console.found.waitFor();
  await shopper.close();
  await profile.close();
});
