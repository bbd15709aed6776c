// SPDX-License-Identifier: Apache-2.0
// The console without a mouse and without eyes: a whole job by keyboard alone, and axe-core over
// every screen, light and dark, in both directions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { refuseRows } from './support/refusal.mjs';
import { Relay } from './support/relay.mjs';

const patience = { timeout: 90_000 };
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

const ask = (words) => PlainShopper.ask(relay, words);

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);

test('a job is done by keyboard alone, from signing in to closing and taking back', patience, async () => {
  const shoppers = [await ask('keys: one'), await ask('keys: two')];
  const profile = await browser.profile();
  const page = await profile.open(`${relay.url}/console`);
  const console = new Console(page);
  const { keyboard } = page;
  await page.getByLabel('Email').waitFor();
  await keyboard.press('Tab');
  await keyboard.type('bo@demo.shop');
  await keyboard.press('Tab');
  await keyboard.type(demoPassphrase);
  await keyboard.press('Enter');
  await console.rows.filter({ hasText: 'keys: two' }).waitFor();

  await keyboard.press('j');
  await keyboard.press('ArrowDown');
  await keyboard.press('k');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /keys: one/);
  await keyboard.press('Enter');
  await console.sees('keys: one');
  await keyboard.press('r');
  assert.equal(await focused(page), 'reply');
  await keyboard.type('Answered by hand: jkrez?');
  await keyboard.press('Enter');
  await console.sees('Answered by hand: jkrez?');
  await keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.classList.contains('row'));

  // Only when the relay has said so does this shopper wait no more.
  await console.rows.filter({ hasText: 'Answered by hand' }).filter({ hasNotText: 'Waiting for' }).waitFor();
  await keyboard.press('Alt+l');
  await console.sees('keys: two');
  await keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.classList.contains('row'));
  await keyboard.press('e');
  await console.log.getByText('You closed the conversation').waitFor();
  await keyboard.press('z');
  await console.log.getByText('You reopened the conversation').waitFor();

  await keyboard.press('t');
  await keyboard.press('Enter');
  await console.log.getByText('You transferred the conversation to Ada').waitFor();
  await keyboard.press('a');
  await console.log.getByText('You took the conversation').waitFor();
  await keyboard.press('i');
  await console.details.waitFor({ state: 'detached' });
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('Alt+4');
  await page.getByRole('tab', { name: 'Closed', selected: true }).waitFor();
  await keyboard.press('Alt+s');
  await page.getByRole('switch', { name: 'Available for new conversations', checked: false }).waitFor();
  await keyboard.press('Alt+s');
  await Promise.all(shoppers.map((shopper) => shopper.close()));
  await profile.close();
});

test('every tip of a key is a key that the button says it has', patience, async () => {
  const shopper = await ask('show me the keys');
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.open('show me the keys');
  assert.equal(await console.close.getAttribute('aria-keyshortcuts'), 'e');
  await console.close.hover();
  await console.close.locator('.tip').waitFor();
  await shopper.close();
  await profile.close();
});

for (const [name, options] of [['light', {}], ['dark', { colorScheme: 'dark' }], ['Arabic', { locale: 'ar' }]]) {
  test(`axe finds nothing serious on any screen, ${name}`, patience, async () => {
    const shopper = await ask(`axe, ${name}`);
    const profile = await browser.profile(options);
    const page = await profile.open(`${relay.url}/console`);
    const check = (screen) => assertNothingSerious(page, `${screen}, ${name}`);
    await page.locator('input[name=email]').waitFor();
    await check('sign in');
    await page.locator('a[href="#recover"]').click();
    await page.locator('textarea').waitFor();
    await page.locator('button[type=submit]').click();
    await check('recover');
    await page.goto(`${relay.url}/console#`);
    await page.reload();
    await page.locator('input[name=email]').fill('ada@demo.shop');
    await page.locator('input[name=passphrase]').fill(demoPassphrase);
    await page.locator('button[type=submit]').click();
    await page.locator('.row').first().waitFor();
    await check('inbox');
    await page.locator('.row').filter({ hasText: `axe, ${name}` }).click();
    await page.locator('#reply').waitFor();
    await check('conversation');
    await page.locator('.talk-actions .menu button').first().click();
    await check('transfer');
    await page.keyboard.press('Escape');
    await page.locator('.account .menu button').first().click();
    await check('account');
    await page.locator('[role=menuitem]').first().click();
    for (const part of ['shop', 'snippet', 'team']) {
      await page.locator(`#part-${part}`).click();
      await page.locator('.settings-part > *').first().waitFor();
      await check(`settings, ${part}`);
    }
    await shopper.close();
    await profile.close();
  });
}

test('axe finds nothing serious in search, under a reply that was not sent, and in the dialogs that lose something', patience, async () => {
  const shopper = await ask('axe, what can go wrong');
  const profile = await browser.profile();
  const page = await profile.open();
  const refusals = { code: 0 };
  await refuseRows(page, refusals);
  await page.goto(`${relay.url}/console`);
  const console = new Console(page);
  await console.signIn('bo@demo.shop', demoPassphrase);
  await console.open('axe, what can go wrong');
  await console.search.fill('axe, what');
  await console.found.first().waitFor();
  await assertNothingSerious(page, 'search');
  await console.search.fill('nothing is so');
  await page.getByText('Nothing found').waitFor();
  await assertNothingSerious(page, 'search without a result');
  await console.search.press('Escape');
  refusals.code = forbidden;
  await console.say('refused');
  await page.getByRole('button', { name: 'Discard' }).waitFor();
  await assertNothingSerious(page, 'not sent');
  await console.more.click();
  await assertNothingSerious(page, 'menu of a conversation');
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('dialog').waitFor();
  await assertNothingSerious(page, 'delete');
  await page.keyboard.press('Escape');
  for (const item of ['Sign out', 'Forget this device']) {
    await console.choose(item);
    await page.getByRole('dialog').waitFor();
    await assertNothingSerious(page, item);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await shopper.close();
  await profile.close();
});
