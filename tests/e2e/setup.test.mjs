// SPDX-License-Identifier: Apache-2.0
// A real shop, from the setup URL that `init` prints to two agents who answer its shopper, and back
// in with the recovery code when the owner has forgotten the passphrase.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };
const owner = { name: 'Mei Lin', email: 'mei@blue-kettle.example', passphrase: 'seven quiet kettles sing' };
const agent = { name: 'Noor', email: 'noor@blue-kettle.example', passphrase: 'steam rises over the bay' };
const afterwards = 'a new leaf in the old pot';

let relay;
let browser;
before(async () => {
  relay = await Relay.start({ demo: false });
  browser = await Browser.start();
});
after(async () => {
  await browser.stop();
  await relay.stop();
  await shop.page?.stop();
});

// What the story carries from one test to the next.
const shop = {};

async function setupUrl() {
  return /\S+#setup=\S+/.exec(await relay.command('init'))[0];
}

const fill = (page, label, text) => page.getByLabel(label, { exact: true }).fill(text);
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** The screen with this title stands, and nobody is shut out of it. */
async function heading(page, name) {
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await assertNothingSerious(page, name);
}

test('an owner sets up a shop: keys, recovery code, colour, an invitation, the snippet', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(await setupUrl());
  await heading(page, 'You and your shop');
  await press(page, 'Make the keys');
  await page.getByText("Enter the shop's name.").waitFor();

  await fill(page, 'Shop name', 'Blue Kettle');
  assert.equal(await page.getByLabel('Shop id').inputValue(), 'blue-kettle');
  await fill(page, 'Your name', owner.name);
  await fill(page, 'Email', owner.email);
  await fill(page, 'Passphrase', owner.passphrase);
  await fill(page, 'Passphrase, once more', owner.passphrase);
  await press(page, 'Make the keys');

  await heading(page, 'Recovery code');
  const groups = await page.getByRole('list', { name: 'Recovery code' }).locator('code').allTextContents();
  assert.ok(groups.length >= 13, `a code of ${groups.length} groups`);
  await press(page, 'I have kept it');
  await press(page, 'Continue');
  await page.getByText(/This is not group/).first().waitFor();
  for (const field of await page.getByLabel(/^Group \d+$/).all()) {
    const number = Number(/\d+/.exec(await field.evaluate((input) => input.labels[0].textContent))[0]);
    await field.fill(groups[number - 1].toLowerCase());
  }
  await press(page, 'Continue');

  await heading(page, 'How it looks');
  shop.page = await ShopPage.start({ html: '<!doctype html><title>Blue kettles</title>' });
  await fill(page, 'Colour code', '#7a3fb5');
  await fill(page, 'Greeting', 'Good day from Blue Kettle');
  await fill(page, 'Addresses of your pages', `${shop.page.url}kettles\n\n`);
  await page.getByRole('figure', { name: 'Preview' }).getByText('Good day from Blue Kettle').waitFor();
  await press(page, 'Continue');

  await heading(page, 'Invite an agent');
  await fill(page, 'Name', agent.name);
  await fill(page, 'Email', agent.email);
  await fill(page, 'Your passphrase', 'not the passphrase');
  await press(page, 'Make the invitation');
  await page.getByRole('alert').getByText(/does not open your keys/).waitFor();
  await fill(page, 'Your passphrase', owner.passphrase);
  await press(page, 'Make the invitation');
  shop.link = await page.getByLabel('Invitation link').inputValue();
  assert.match(shop.link, new RegExp(`^${relay.url}/console#join=[\\w-]+\\.[\\w-]{43}$`));
  await press(page, 'Continue');

  await heading(page, 'Put it on your pages');
  shop.snippet = await page.getByLabel('Snippet').inputValue();
  assert.match(shop.snippet, /data-shop="blue-kettle\.[\w-]{43}"/);
  await page.getByLabel(/^Pinned/).check();
  assert.match(await page.getByLabel('Snippet').inputValue(), /integrity="sha384-/);
  await press(page, 'Open the console');
  await new Console(page).list.waitFor();
  assert.deepEqual(profile.errors, []);
  shop.code = groups.join('-');
  shop.owner = { profile, console: new Console(page) };
});

test('a setup link works once', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(`${relay.url}/console#setup=${'A'.repeat(43)}`);
  await page.getByText('It was used already, or is not whole.').waitFor();
  await profile.close();
});

test('the invited agent chooses a passphrase and lands in the console', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(shop.link);
  await heading(page, 'Join Blue Kettle');
  await fill(page, 'New passphrase', 'short');
  await press(page, 'Join');
  await page.getByText('Too short: use at least 12 characters.').waitFor();
  await fill(page, 'New passphrase', agent.passphrase);
  await fill(page, 'Passphrase, once more', agent.passphrase);
  await press(page, 'Join');
  const console = new Console(page);
  await console.list.waitFor();
  assert.equal(new URL(page.url()).hash, '');
  assert.deepEqual(profile.errors, []);
  shop.agent = { profile, console };
});

test('an invitation works once, and a link that was cut says so', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(shop.link);
  await page.getByText(/used already, withdrawn, or is older/).waitFor();
  const cut = await profile.open(shop.link.slice(0, -4));
  await cut.getByText('The link is not whole.').waitFor();
  await profile.close();
});

test("both agents see the shopper on the shop's own page, and one transfers to the other", patience, async () => {
  await shop.page.stop();
  const { port } = new URL(shop.page.url);
  shop.page = await ShopPage.start({ html: `<!doctype html><title>Blue kettles</title>${shop.snippet}`, port });
  const profile = await browser.profile();
  const widget = await Widget.on(profile, shop.page.url);
  await widget.say('Do you ship to Norway?');
  for (const { console } of [shop.owner, shop.agent]) await console.rows.filter({ hasText: 'Do you ship to Norway?' }).waitFor();

  const { console } = shop.owner;
  await console.open('Do you ship to Norway?');
  await console.details.getByText('Blue kettles').waitFor();
  if (await console.page.getByRole('button', { name: 'Assign to me' }).isVisible()) await press(console.page, 'Assign to me');
  await console.transfer.click();
  await console.page.getByRole('menuitem', { name: agent.name }).click();
  await shop.agent.console.open('Do you ship to Norway?');
  await shop.agent.console.log.getByText(/transferred the conversation to you/).waitFor();
  await shop.agent.console.say('We do, within five days.');
  await widget.sees('We do, within five days.');
  await console.sees('We do, within five days.');
  await profile.close();
});

test('the owner changes the settings and sees them again', patience, async () => {
  const { console } = shop.owner;
  await console.choose('Settings');
  await fill(console.page, 'Greeting', 'Back in the afternoon');
  await press(console.page, 'Save');
  await console.notes.getByText(/^Saved/).waitFor();
  await press(console.page, 'Close');
  await console.page.reload();
  await console.list.waitFor();
  await console.choose('Settings');
  await console.page.getByLabel('Greeting', { exact: true }).waitFor();
  assert.equal(await console.page.getByLabel('Greeting', { exact: true }).inputValue(), 'Back in the afternoon');
  await press(console.page, 'Close');
});

test('the recovery code opens the shop for an owner who forgot the passphrase, with all of its history', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(`${relay.url}/console`);
  await page.getByRole('link', { name: 'Forgot your passphrase?' }).click();
  await fill(page, 'Email', owner.email);
  await fill(page, 'Recovery code', `${shop.code.slice(0, -1)}`);
  await fill(page, 'New passphrase', afterwards);
  await fill(page, 'Passphrase, once more', afterwards);
  await press(page, 'Open the shop');
  await page.getByText(/This is not a whole recovery code/).waitFor();
  await fill(page, 'Recovery code', shop.code.toLowerCase().replaceAll('-', ' '));
  await press(page, 'Open the shop');
  const console = new Console(page);
  await console.list.waitFor();
  await console.open('We do, within five days.');
  await console.sees('Do you ship to Norway?');
  await profile.close();

  const old = await browser.profile();
  const signIn = await old.open(`${relay.url}/console`);
  await fill(signIn, 'Email', owner.email);
  await fill(signIn, 'Passphrase', owner.passphrase);
  await press(signIn, 'Sign in');
  await signIn.getByRole('alert').getByText(/do not fit together/).waitFor();
  await fill(signIn, 'Passphrase', afterwards);
  await press(signIn, 'Sign in');
  shop.renewed = { profile: old, console: new Console(signIn) };
  await shop.renewed.console.list.waitFor();
});

test('a removed agent is out, and the others go on', patience, async () => {
  const { console } = shop.renewed;
  await console.choose('Settings');
  await console.page.getByRole('tab', { name: 'Team' }).click();
  await press(console.page, 'Remove');
  await fill(console.page, 'Your passphrase', afterwards);
  await press(console.page, `Remove ${agent.name}`);
  await console.notes.getByText(`${agent.name} is removed.`).waitFor();
  await shop.agent.console.page.getByText(/Your keys are no longer in the shop's roster/).waitFor();
  await shop.owner.profile.close();
  await shop.agent.profile.close();
  await shop.renewed.profile.close();
});
