// SPDX-License-Identifier: Apache-2.0
// The emoji picker on both sides, by mouse and by keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

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

test('a shopper searches for an emoji, takes it by a click, and it stands where the caret was', patience, async () => {
  const profile = await browser.profile();
  const widget = await Widget.on(profile, relay.url);
  await widget.field.fill('a pot');
  await widget.field.press('Home');
  const button = widget.frame.getByRole('button', { name: 'Emoji', exact: true });
  await button.click();
  const sheet = widget.frame.getByRole('dialog', { name: 'Emoji' });
  await sheet.getByRole('searchbox', { name: 'Search emoji' }).fill('teapot');
  await sheet.getByRole('button', { name: 'teapot' }).click();
  await sheet.waitFor({ state: 'detached' });
  assert.equal(await widget.field.inputValue(), '🫖a pot');
  await widget.send.click();
  await widget.sees('🫖a pot');

  await button.click();
  await sheet.getByRole('heading', { name: 'Used before' }).waitFor();
  await assertNothingSerious(widget.page, 'emoji');
  await widget.page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.ok(await widget.field.evaluate((field) => field === document.activeElement));
  await profile.close();
});

test('an agent finds one by the keyboard alone', patience, async () => {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const shopper = await PlainShopper.ask(relay, 'is it red?');
  await console.open('is it red?');
  const { page } = console;
  await console.reply.fill('It is ');
  await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter');
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  await search.waitFor();
  await assertNothingSerious(page, 'emoji');
  await page.keyboard.type('heart');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const second = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.match(second, /heart/);
  await page.keyboard.press('ArrowUp');
  assert.ok(await search.evaluate((field) => field === document.activeElement));
  await search.fill('red heart');
  await page.keyboard.press('Enter');
  assert.equal(await console.reply.inputValue(), 'It is ❤️');
  assert.ok(await console.reply.evaluate((field) => field === document.activeElement));
  await page.keyboard.press('Enter');
  await console.sees('It is ❤️');
  await shopper.close();
  await profile.close();
});

test('nothing is fetched for the emoji before somebody looks for one, and without the relay the picker says so', patience, async () => {
  const profile = await browser.profile({ locale: 'zh-CN' });
  const page = await profile.open();
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(`${relay.url}/console`);
  await page.locator('input[name=email]').fill('bo@demo.shop');
  await page.locator('input[name=passphrase]').fill('demo-demo-demo');
  await page.locator('button[type=submit]').click();
  const shopper = await PlainShopper.ask(relay, '它是红色的吗？');
  await page.getByRole('listitem').filter({ hasText: '它是红色的吗？' }).click();
  const button = page.getByRole('button', { name: '表情', exact: true });
  await button.waitFor();
  const data = () => fetched.filter((path) => path.includes('emoji-'));
  assert.deepEqual(data(), []);
  await page.route('**/emoji-*.json', (route) => route.abort());
  await button.click();
  await page.getByRole('alert').getByText('表情未能加载。请在联网后再试。').waitFor();
  await page.unroute('**/emoji-*.json');
  await button.click();
  await button.click();
  await page.getByRole('searchbox', { name: '搜索表情' }).fill('茶壶');
  await page.getByRole('button', { name: '茶壶' }).waitFor();
  assert.ok(data().every((path) => path.endsWith('/emoji-zh.json')));
  await shopper.close();
  await profile.close();
});
