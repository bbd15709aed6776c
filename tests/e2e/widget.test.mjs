// SPDX-License-Identifier: Apache-2.0
// The widget on the demo storefront, with a real relay and a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser, retryNow, wholeBrowser } from './support/browser.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const words = '你好, is the blue kettle in stock? 🫖';
let relay;
let browser;

before(async () => {
  relay = await Relay.start();
  browser = await Browser.start(wholeBrowser);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

async function shopper(options) {
  const profile = await browser.profile(options);
  const page = await profile.open(relay.url);
  return { profile, page, widget: new Widget(page) };
}

test('a shopper writes, the relay has it, and a reload keeps the history', async () => {
  const { profile, page, widget } = await shopper();
  await widget.open();
  await widget.say(words);
  await widget.sees(words);
  await widget.isNow('Sent');
  await page.reload();
  await widget.open();
  await widget.sees(words);
  await widget.isNow('Sent');
  assert.deepEqual(profile.errors, []);
  await profile.close();
});

test('another browser profile sees nothing of it', async () => {
  const { profile, widget } = await shopper();
  await widget.open();
  await widget.frame.getByText('End-to-end encrypted').waitFor();
  assert.equal(await widget.log.getByText(words).count(), 0);
  await profile.close();
});

test('nothing is stored and nothing connects before the shopper opens the chat', async () => {
  const profile = await browser.profile();
  const page = await profile.open();
  const sockets = [];
  const files = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await page.goto(relay.url, { waitUntil: 'networkidle' });
  await new Widget(page).button.waitFor();
  const kept = await page.evaluate(async () => [(await indexedDB.databases()).length, Object.keys(localStorage).filter((key) => key.startsWith('shopbell'))]);
  assert.deepEqual(kept, [0, []]);
  assert.deepEqual(sockets, []);
  assert.deepEqual(files.filter((path) => path.startsWith('/w/')), []);
  await profile.close();
});

test('the whole chat works from the keyboard, and gives the focus back', async () => {
  const { profile, page, widget } = await shopper();
  await widget.button.focus();
  await page.keyboard.press('Enter');
  await widget.field.waitFor();
  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Enter');
  await widget.log.getByText('second line').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('shopbell-widget').shadowRoot.activeElement?.matches('[aria-expanded="false"]'));
  await profile.close();
});

test('Enter that ends a composition does not send', async () => {
  const { profile, widget } = await shopper();
  await widget.open();
  await widget.field.fill('你好');
  await widget.field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await widget.field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  assert.equal(await widget.field.inputValue(), '你好');
  await profile.close();
});

test('Arabic is written from right to left, in its own words', async () => {
  const { profile, page } = await shopper({ locale: 'ar-EG' });
  await page.evaluate(() => {
    document.documentElement.lang = 'ar';
    window.Shopbell('setLocale', 'ar');
  });
  await page.getByRole('button', { name: 'تحدث معنا' }).click();
  const frame = page.frameLocator('iframe[title="Chat"]');
  await frame.getByRole('textbox', { name: 'رسالة' }).waitFor();
  assert.equal(await frame.locator('html').getAttribute('dir'), 'rtl');
  await frame.getByText('مشفرة من الطرف إلى الطرف').waitFor();
  await profile.close();
});

test('the language may change while the chat is open', async () => {
  const { profile, page, widget } = await shopper();
  await widget.open();
  await page.evaluate(() => window.Shopbell('setLocale', 'zh-CN'));
  await widget.frame.getByRole('textbox', { name: '消息' }).waitFor();
  await page.getByRole('button', { name: '联系客服' }).waitFor();
  await widget.frame.getByText('端到端加密').waitFor();
  await profile.close();
});

test('on a phone the chat is a sheet over the whole screen, and the page below stands still', async () => {
  const { profile, page, widget } = await shopper({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await widget.open();
  const box = await page.locator('iframe[title="Chat"]').boundingBox();
  assert.deepEqual(box, { x: 0, y: 0, width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.style.overflow), 'hidden');
  await widget.frame.getByRole('button', { name: 'Close chat' }).click();
  await page.waitForFunction(() => document.documentElement.style.overflow === '');
  await profile.close();
});

test('a message written while the relay is away waits, and goes out when it is back', async () => {
  const { profile, widget } = await shopper();
  await widget.open();
  await widget.say('before');
  await widget.isNow('Sent');
  await relay.end();
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('meanwhile');
  await widget.isNow('Queued');
  await widget.status.getByText('Offline. 1 message will be sent.').waitFor();
  await relay.run();
  await retryNow(widget.frame.getByRole('button', { name: 'Retry now' }));
  await widget.isNow('Sent');
  await widget.sees('before');
  await widget.sees('meanwhile');
  await profile.close();
});

test('words that wait go out from the next page of the shop, without the chat being opened', async () => {
  const { profile, page, widget } = await shopper();
  await widget.open();
  await widget.say('first');
  await widget.isNow('Sent');
  await relay.end('SIGKILL');
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('later');
  await widget.isNow('Queued');
  await page.close();
  await relay.run();
  const next = new Widget(await profile.open(relay.url));
  await next.log.getByText('Sent').waitFor({ state: 'attached' });
  await next.open();
  await next.sees('later');
  await profile.close();
});

test('a wasm that does not arrive intact is said plainly, and nothing written is lost', async () => {
  const { profile, page, widget } = await shopper();
  await page.route('**/shopper.wasm', (route) => route.fulfill({ body: 'not wasm', contentType: 'application/wasm', headers: { 'Access-Control-Allow-Origin': '*' } }));
  await widget.open();
  await widget.say('are you there?');
  await widget.alert.getByText('The chat cannot start').waitFor();
  await widget.alert.getByText('Your message is not sent yet.').waitFor();
  await widget.isNow('Not sent');
  await page.unroute('**/shopper.wasm');
  await widget.frame.getByRole('button', { name: 'Try again' }).click();
  await widget.isNow('Sent');
  await widget.sees('are you there?');
  await profile.close();
});

test('a panel that does not arrive is said beside the button, which tries again', async () => {
  const { profile, page, widget } = await shopper();
  await page.route('**/panel.js', (route) => route.abort());
  await widget.button.click();
  await page.getByRole('alert').getByText('The chat could not load.').waitFor();
  await page.unroute('**/panel.js');
  await widget.open();
  await widget.say('hello');
  await widget.isNow('Sent');
  await profile.close();
});

test('a message that is too long says by how much, and is not sent', async () => {
  const { profile, widget } = await shopper();
  await widget.open();
  await widget.field.fill('茶'.repeat(5462));
  await widget.alert.getByText('1 character too long').waitFor();
  assert.ok(await widget.frame.locator('.send').isDisabled());
  await widget.say('茶'.repeat(1000));
  await widget.isNow('Sent');
  await profile.close();
});

test('one who talked here some time ago sees on the button how much is unread, and nothing connects', async () => {
  const { profile, page, widget } = await shopper();
  await widget.open();
  await widget.say('see you later');
  await widget.isNow('Sent');
  // With something waiting to be sent the next page connects at once.
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('shopbell:') && JSON.parse(localStorage.getItem(key)).queued === 0));
  await page.close();
  const next = await profile.open();
  // Half an hour later; before the page's own scripts, and after the last word of the page before.
  await next.addInitScript(() => {
    if (window !== window.top) return;
    const [name] = Object.keys(localStorage).filter((key) => key.startsWith('shopbell:'));
    localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), at: Date.now() - 31 * 60_000 }));
  });
  const sockets = [];
  const tokens = [];
  next.on('websocket', (socket) => sockets.push(socket.url()));
  await next.route('**/v1/unread', async (route) => {
    tokens.push(route.request().headers().authorization);
    // The relay takes the token; nobody has answered yet.
    const answer = await route.fetch();
    assert.deepEqual(await answer.json(), { unread: 0 });
    await route.fulfill({ response: answer, json: { unread: 3 } });
  });
  await next.goto(relay.url);
  const button = new Widget(next).button;
  await button.getByText('3', { exact: true }).waitFor();
  assert.equal(await button.getAttribute('aria-description'), 'Unread messages: 3');
  assert.match(tokens[0], /^Bearer [\w-]{43}$/);
  assert.deepEqual(sockets, []);
  await profile.close();
});

test('shutdown leaves nothing of this person behind', async () => {
  const { profile, page, widget } = await shopper();
  await widget.open();
  await widget.say('private');
  await widget.isNow('Sent');
  await page.evaluate(() => window.Shopbell('shutdown'));
  await page.waitForFunction(async () => {
    const database = await new Promise((resolve) => (indexedDB.open('shopbell').onsuccess = ({ target }) => resolve(target.result)));
    const count = await new Promise((resolve) => (database.transaction('kept').objectStore('kept').count().onsuccess = ({ target }) => resolve(target.result)));
    database.close();
    return count === 0 && Object.keys(localStorage).every((key) => !key.startsWith('shopbell'));
  });
  await widget.open();
  await widget.frame.getByText('End-to-end encrypted').waitFor();
  assert.equal(await widget.log.getByText('private').count(), 0);
  await profile.close();
});
