// SPDX-License-Identifier: Apache-2.0
// An agent's working day in the console: the list, a conversation, replies, closing and taking back,
// what survives a reload, and what is said when something does not work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser, retryNow } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 90_000 };

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

/** An agent who is signed in, and a shopper for each of these words. */
async function desk(...words) {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  const shoppers = [];
  for (const text of words) shoppers.push(await ask(text));
  const leave = async () => {
    await Promise.all(shoppers.map((shopper) => shopper.close()));
    await profile.close();
  };
  return { profile, console, page: console.page, shoppers, leave };
}

const ask = (words) => PlainShopper.ask(relay, words);

test('who has waited longest is first, and a reply takes the row out of the waiting', patience, async () => {
  const { console, leave } = await desk('first of two', 'second of two');
  await console.show('Waiting');
  await console.rows.filter({ hasText: 'second of two' }).waitFor();
  const lines = await console.rows.locator('.row-last').allTextContents();
  assert.deepEqual(lines, ['first of two', 'second of two']);
  await console.open('first of two');
  await console.say('At once.');
  await console.rows.filter({ hasText: 'first of two' }).waitFor({ state: 'detached' });
  await console.show('Mine');
  await console.rows.filter({ hasText: 'You: At once.' }).waitFor();
  await leave();
});

test('a draft is kept for each conversation, also over a reload', patience, async () => {
  const { console, page, leave } = await desk('draft one', 'draft two');
  await console.open('draft one');
  await console.reply.fill('for the first');
  await console.open('draft two');
  await console.isDraft('');
  await console.reply.fill('for the second');
  await console.isDraft('for the second');
  await page.reload();
  await console.sees('draft two');
  await console.isDraft('for the second');
  await console.open('draft one');
  await console.isDraft('for the first');
  await leave();
});

test('Enter sends, Shift+Enter begins a line, Enter within an input method does neither', patience, async () => {
  const { console, page, leave } = await desk('how do you type?');
  await console.open('how do you type?');
  await console.reply.fill('ni');
  await console.reply.evaluate((field) => {
    const { KeyboardEvent } = globalThis;
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
  });
  assert.equal(await console.reply.inputValue(), 'ni');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('hao');
  assert.equal(await console.reply.inputValue(), 'ni\nhao');
  await page.keyboard.press('Enter');
  await console.sees('ni hao');
  assert.equal(await console.reply.inputValue(), '');
  await leave();
});

test('what is too long is not sent, and says by how much', patience, async () => {
  const { console, page, leave } = await desk('tell me everything');
  await console.open('tell me everything');
  await console.reply.fill('茶'.repeat(5462));
  await page.getByText('1 character too long').waitFor();
  assert.ok(await console.send.isDisabled());
  await console.reply.fill('茶'.repeat(5461));
  assert.ok(await console.send.isEnabled());
  await leave();
});

test('closing can be taken back at once, and a closed conversation opens again', patience, async () => {
  const { console, page, leave } = await desk('that was all');
  await console.open('that was all');
  await console.close.click();
  await console.log.getByText('You closed the conversation').waitFor();
  await console.notes.getByRole('button', { name: 'Undo' }).click();
  await console.log.getByText('You reopened the conversation').waitFor();
  await console.close.click();
  await console.show('Closed');
  await console.open('that was all');
  await page.getByRole('button', { name: 'Reopen' }).click();
  await console.reply.waitFor();
  await leave();
});

test("beside the conversation stand the shopper's page and language, and who types is shown", patience, async () => {
  const { console, page, leave } = await desk();
  const shopper = await browser.profile({ locale: 'zh-CN' });
  const { frame, page: shopPage } = new Widget(await shopper.open(relay.url));
  await shopPage.getByRole('button', { name: '联系客服' }).click();
  const field = frame.getByRole('textbox');
  await field.fill('请问我的包裹到哪里了？');
  await field.press('Enter');
  await console.open('请问我的包裹到哪里了？');
  await console.details.getByText('晨窑').first().waitFor();
  await console.details.getByText(/Chinese/).waitFor();
  await console.details.getByText('On the page now').waitFor();
  await field.pressSequentially('在吗');
  await page.getByText(/^Shopper \w{4} is typing$/).waitFor();
  await console.reply.pressSequentially('稍等');
  await frame.getByText(/正在输入/).waitFor();
  await shopper.close();
  await console.details.getByText('Not on the page').waitFor();
  await leave();
});

test('a web address in a message is a link that opens apart, markup stays text', patience, async () => {
  const { console, leave } = await desk('see https://shop.example.com/a?b=1. <img src=x onerror=alert(1)>');
  await console.rows.filter({ hasText: 'onerror' }).click();
  const link = console.log.getByRole('link');
  assert.equal(await link.getAttribute('href'), 'https://shop.example.com/a?b=1');
  assert.match(await link.getAttribute('rel'), /noopener/);
  assert.equal(await console.log.locator('img').count(), 0);
  await leave();
});

test('without the relay the banner says what waits, and it goes out when the relay is back', patience, async () => {
  const { console, page, leave } = await desk('are you there?');
  await console.open('are you there?');
  await relay.end();
  await console.say('We are.');
  await console.banner.getByText('Offline. 1 message will be sent.').waitFor();
  await console.isNow('Queued');
  await retryNow(page.getByRole('button', { name: 'Retry now' }));
  await console.isNow('Queued');
  await relay.run();
  await console.isNow('Sent');
  await console.banner.getByText('Offline').waitFor({ state: 'detached' });
  await leave();
});

// The page believes what it is told of its focus, and keeps the notifications that it shows.
const unseen = () => {
  globalThis.lookedAt = true;
  globalThis.Document.prototype.hasFocus = () => globalThis.lookedAt;
  globalThis.shown = [];
  globalThis.Notification = class {
    static permission = 'granted';
    static requestPermission = () => Promise.resolve('granted');
    constructor(title, { body }) {
      globalThis.shown.push(`${title}: ${body}`);
    }
  };
};

test('a message that nobody looks at is counted in the title and told by a notification without its words', patience, async () => {
  const profile = await browser.profile();
  await profile.context.addInitScript(unseen);
  const console = await Console.signIn(profile, relay);
  const { page } = console;
  const before = Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await page.evaluate(() => {
    globalThis.lookedAt = false;
    globalThis.dispatchEvent(new globalThis.Event('blur'));
  });
  const shopper = await ask('a secret question');
  await page.waitForFunction((count) => document.title.startsWith(`(${count}) `), before + 1);
  await page.waitForFunction(() => globalThis.shown.length > 0);
  const [note] = await page.evaluate(() => globalThis.shown);
  assert.match(note, /^New message from Shopper \w{4}: Morning Kiln$/);
  await shopper.close();
  await profile.close();
});

test('on a phone one pane stands at a time', patience, async () => {
  const profile = await browser.profile({ viewport: { width: 390, height: 844 } });
  const console = await Console.signIn(profile, relay);
  const shopper = await ask('from the train');
  await console.open('from the train');
  assert.ok(await console.list.isHidden());
  await console.page.getByRole('button', { name: 'Details' }).click();
  await console.details.waitFor();
  await console.page.getByRole('button', { name: 'Hide details' }).click();
  await console.page.getByRole('button', { name: 'Back to the list' }).click();
  await console.list.waitFor();
  assert.ok(await console.log.isHidden());
  await shopper.close();
  await profile.close();
});

test('on a phone the menus of a conversation stand whole on the screen', patience, async () => {
  const profile = await browser.profile({ viewport: { width: 390, height: 844 } });
  const console = await Console.signIn(profile, relay);
  const shopper = await ask('from the bus');
  await console.open('from the bus');
  for (const button of [console.transfer, console.more]) {
    await button.click();
    const { x, width } = await console.page.getByRole('menu').boundingBox();
    assert.ok(x >= 0 && x + width <= 390, `from ${x} to ${x + width}`);
    await console.page.keyboard.press('Escape');
  }
  await shopper.close();
  await profile.close();
});

for (const [locale, list, direction] of [['zh-CN', '会话', 'ltr'], ['ar', 'المحادثات', 'rtl']]) {
  test(`in a browser that asks for ${locale} the console speaks it, from ${direction === 'rtl' ? 'right to left' : 'left to right'}`, patience, async () => {
    const profile = await browser.profile({ locale });
    const page = await profile.open(`${relay.url}/console`);
    await page.locator('input[name=email]').fill('bo@demo.shop');
    await page.locator('input[name=passphrase]').fill('demo-demo-demo');
    await page.locator('button[type=submit]').click();
    await page.getByRole('list', { name: list, exact: true }).waitFor();
    assert.equal(await page.locator('html').getAttribute('dir'), direction);
    await profile.close();
  });
}
