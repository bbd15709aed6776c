// SPDX-License-Identifier: Apache-2.0
// Answers to one message, reactions, edits and deletions, from both sides: what the other side then
// has on its screen, after a reload as well.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 180_000 };

let relay;
let browser;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

/** A shopper and an agent who talk already. */
async function talk() {
  const people = { shopper: await browser.profile(), agent: await browser.profile() };
  const shop = await ShopPage.of(relay);
  const widget = new Widget(await people.shopper.open(shop.url));
  const console = await Console.signIn(people.agent, relay);
  await widget.open();
  await widget.say('Is the blue pot here?');
  await console.rows.filter({ hasText: 'Is the blue pot here?' }).first().click();
  await console.say('It is.');
  await widget.sees('It is.');
  const end = async () => {
    await Promise.all([people.shopper.close(), people.agent.close()]);
    await shop.stop();
  };
  return { widget, console, end };
}

// The menu beside the message with these words, and one thing of it. The keyboard opens it.
async function act({ log, page }, words, item) {
  const speech = log.locator('.speech').filter({ hasText: words }).last();
  await speech.getByRole('button', { name: 'Options' }).focus();
  await page.keyboard.press('Enter');
  await speech.getByRole('menu').waitFor();
  await speech.getByRole('menu').getByRole(/React/.test(item) ? 'menuitemcheckbox' : 'menuitem', { name: item }).click();
}

test('a reaction shows on both sides, counts each person once, and is taken back by a press', patience, async () => {
  const { widget, console, end } = await talk();
  await act(widget, 'It is.', 'React with 👍');
  await console.log.getByRole('button', { name: '👍, 1 reaction', exact: true }).click();
  await widget.log.getByRole('button', { name: '👍, 2 reactions' }).waitFor();
  await assertNothingSerious(widget.page, 'reactions in the widget');
  await assertNothingSerious(console.page, 'reactions in the console');
  await widget.log.getByRole('button', { name: '👍, 2 reactions' }).click();
  await console.log.getByRole('button', { name: '👍, 1 reaction', exact: true }).waitFor();
  assert.equal(await console.log.getByRole('button', { name: '👍, 1 reaction', exact: true }).getAttribute('aria-pressed'), 'true');
  await end();
});

test('a reply carries what it answers, and leads there', patience, async () => {
  const { widget, console, end } = await talk();
  await act(widget, 'It is.', 'Reply');
  await widget.status.filter({ hasText: 'It is.' }).waitFor();
  await widget.say('And the red one?');
  await console.log.getByRole('button', { name: 'In reply to: It is.' }).waitFor();
  await act(console, 'And the red one?', 'Reply');
  await console.say('Sold out.');
  await widget.log.getByRole('button', { name: 'In reply to: And the red one?' }).waitFor();
  await widget.sees('Sold out.');
  await end();
});

test('an edited message says so, a deleted one leaves its place, and a reload changes neither', patience, async () => {
  const { widget, console, end } = await talk();
  await widget.field.fill('half a sentence');
  await act(widget, 'Is the blue pot here?', 'Edit');
  assert.equal(await widget.field.inputValue(), 'Is the blue pot here?');
  await act(widget, 'It is.', 'Reply');
  assert.equal(await widget.field.inputValue(), 'half a sentence');
  await act(widget, 'Is the blue pot here?', 'Edit');
  await widget.say('Is the green pot here?');
  await widget.log.getByText('edited').waitFor();
  assert.equal(await widget.field.inputValue(), 'half a sentence');
  await console.sees('Is the green pot here?');
  await console.log.getByText('edited').waitFor();

  await console.reply.fill('half a reply');
  await act(console, 'It is.', 'Edit');
  await console.isDraft('It is.');
  await act(console, 'Is the green pot here?', 'Reply');
  await console.isDraft('half a reply');
  await console.page.getByRole('button', { name: 'Cancel' }).click();
  await console.isDraft('half a reply');

  await act(console, 'It is.', 'Delete');
  await console.page.getByRole('menuitem', { name: 'Delete for everyone?' }).click();
  await widget.log.getByText('This message was deleted.').waitFor();
  for (const { log } of [widget, console]) {
    assert.equal(await log.getByText('It is.', { exact: true }).count(), 0);
    assert.equal(await log.getByText('Is the blue pot here?', { exact: true }).count(), 0);
  }
  await widget.page.reload();
  await widget.open();
  await widget.sees('Is the green pot here?');
  await widget.log.getByText('This message was deleted.').waitFor();
  await end();
});

test('what is another person\'s cannot be edited or deleted', patience, async () => {
  const { widget, end } = await talk();
  const speech = widget.log.locator('.speech').filter({ hasText: 'It is.' }).last();
  await speech.getByRole('button', { name: 'Options' }).click();
  const items = await speech.getByRole('menuitem').allTextContents();
  assert.deepEqual(items, ['Reply', 'Copy text']);
  await end();
});

test('a change that is made without a network waits, and goes out once there is one', patience, async () => {
  const { widget, console, end } = await talk();
  await relay.end();
  await act(widget, 'Is the blue pot here?', 'Edit');
  await widget.say('Is the white pot here?');
  await widget.sees('Is the white pot here?');
  await relay.run();
  await console.sees('Is the white pot here?');
  await end();
});
