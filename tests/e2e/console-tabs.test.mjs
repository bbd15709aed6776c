// SPDX-License-Identifier: Apache-2.0
// One agent, several tabs of the console: every tab shows and answers, one has the connection, and
// it does not matter which. With a real browser and a real relay.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser, retryNow } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
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

const ask = (words) => PlainShopper.ask(relay, words);
// A tab in the background draws no frames that one could wait for.
const comesTrue = (page, isTrue, value) => page.waitForFunction(isTrue, value, { polling: 50 });
const linesOf = (log, part) => log.getByText(part).allTextContents();

/** As the browser lists the console's locks: the first to come leads, the others wait in line. */
const locksAre = (page, wanted) =>
  comesTrue(page, async (wanted) => {
    const { held, pending } = await navigator.locks.query();
    const ours = (list) => list.filter(({ name }) => name.startsWith('shopbell:')).length;
    return `${ours(held)} held, ${ours(pending)} waiting` === wanted;
  }, wanted);

/** An agent with two tabs, of which the first has the connection. */
async function agent({ email, prepare } = {}) {
  const profile = await browser.profile();
  if (prepare) await profile.context.addInitScript(prepare);
  const leader = await Console.signIn(profile, relay, email);
  await locksAre(leader.page, '1 held, 0 waiting');
  const follower = await openTab(profile);
  await locksAre(leader.page, '1 held, 1 waiting');
  return { profile, leader, follower };
}

async function openTab(profile) {
  const tab = new Console(await profile.open(`${relay.url}/console`));
  await tab.list.waitFor();
  return tab;
}

async function shopper(words) {
  const profile = await browser.profile();
  const widget = await Widget.on(profile, relay.url);
  await widget.say(words);
  await widget.isThere();
  return { profile, widget };
}

test('both tabs show what comes and both answer; each word stands once, in one order', patience, async () => {
  const { profile: person, widget } = await shopper('two tabs: hello');
  const { profile, leader, follower } = await agent();
  for (const tab of [leader, follower]) await tab.open('two tabs: hello');
  await follower.say('two tabs: from the second');
  await widget.sees('two tabs: from the second');
  await leader.say('two tabs: from the first');
  await widget.sees('two tabs: from the first');
  await widget.say('two tabs: thank you');
  const everything = ['two tabs: hello', 'two tabs: from the second', 'two tabs: from the first', 'two tabs: thank you'];
  for (const tab of [leader, follower]) {
    await tab.sees('two tabs: thank you');
    assert.deepEqual(await linesOf(tab.log, /^two tabs: /), everything);
  }
  await widget.isNow('Read');
  assert.deepEqual(await linesOf(widget.log, /^two tabs: /), everything);
  assert.deepEqual(profile.errors, []);
  await Promise.all([profile.close(), person.close()]);
});

test('a tab without the connection says who is on the page and who types, and its agent is seen to type and read', patience, async () => {
  const { profile: person, widget } = await shopper('behind: hello');
  const { profile, follower } = await agent();
  await follower.open('behind: hello');
  await widget.isNow('Read');
  await follower.details.getByText('On the page now').waitFor();
  await widget.field.pressSequentially('I am');
  await follower.page.getByText(/^Shopper \w{4} is typing$/).waitFor();
  await follower.reply.pressSequentially('So am I');
  await widget.log.getByText('is writing').waitFor();
  await person.close();
  await follower.details.getByText('Not on the page').waitFor();
  await profile.close();
});

test('what is closed, taken and deleted in one tab is so in the other', patience, async () => {
  const one = await ask('doings: hello');
  const { profile, leader, follower } = await agent();
  for (const tab of [leader, follower]) await tab.open('doings: hello');
  await follower.close.click();
  await leader.log.getByText('You closed the conversation').waitFor();
  await leader.page.getByRole('button', { name: 'Reopen' }).click();
  await follower.log.getByText('You reopened the conversation').waitFor();
  await follower.more.click();
  await follower.page.getByRole('menuitem', { name: /^Delete/ }).click();
  await follower.page.getByRole('dialog').getByRole('button', { name: /^Delete/ }).click();
  for (const tab of [leader, follower]) await tab.page.getByText('This conversation was deleted').waitFor();
  await one.close();
  await profile.close();
});

test('when the tab with the connection closes, another has it, and what is on the screens goes on', patience, async () => {
  const { profile: person, widget } = await shopper('closing: hello');
  const { profile, leader, follower } = await agent();
  const third = await openTab(profile);
  for (const tab of [follower, third]) await tab.open('closing: hello');
  await locksAre(third.page, '1 held, 2 waiting');
  await follower.log.evaluate((log) => {
    globalThis.vanished = 0;
    new globalThis.MutationObserver((changes) => (globalThis.vanished += changes.flatMap(({ removedNodes }) => [...removedNodes]).filter((node) => node.matches?.('[data-mid]') || node.querySelector?.('[data-mid]')).length))
      .observe(log, { childList: true, subtree: true });
  });
  await leader.page.close();
  await locksAre(third.page, '1 held, 1 waiting');
  await third.say('closing: we are still here');
  await widget.sees('closing: we are still here');
  await widget.say('closing: so am I');
  for (const tab of [follower, third]) await tab.sees('closing: so am I');
  await widget.isNow('Read');
  assert.equal(await follower.log.evaluate(() => globalThis.vanished), 0);
  await Promise.all([profile.close(), person.close()]);
});

test('replies written in two tabs without the relay survive reloads, and go out once, in order', patience, async () => {
  const one = await ask('offline tabs: hello');
  const { profile, leader, follower } = await agent();
  const tabs = [leader, follower];
  for (const tab of tabs) {
    await tab.open('offline tabs: hello');
    await tab.isKeptForOffline();
  }
  await relay.end();
  const written = ['offline tabs: hello'];
  for (let i = 1; i <= 6; i++) {
    const [here, there] = i % 2 ? tabs : [...tabs].reverse();
    written.push(`offline tabs: ${i}`);
    await here.say(`offline tabs: ${i}`);
    await there.sees(`offline tabs: ${i}`);
    if (i !== 3) continue;
    for (const tab of tabs) {
      await tab.page.reload();
      await tab.sees('offline tabs: 3');
    }
  }
  for (const tab of tabs) await tab.banner.getByText('Offline. 6 messages will be sent.').waitFor();
  await relay.run();
  await retryNow(follower.page.getByRole('button', { name: 'Retry now' }));
  for (const tab of tabs) {
    await tab.isNow('Sent');
    assert.deepEqual(await linesOf(tab.log, /^offline tabs: /), written);
  }
  await one.close();
  await profile.close();
});

// The page believes what it is told of its focus, and keeps the notifications that it shows.
const unseen = () => {
  globalThis.lookedAt = false;
  globalThis.Document.prototype.hasFocus = () => globalThis.lookedAt;
  globalThis.shown = [];
  globalThis.Notification = class {
    static permission = 'granted';
    static requestPermission = () => Promise.resolve('granted');
    constructor(title) {
      globalThis.shown.push(title);
    }
  };
};
const notesOf = (tabs) => Promise.all(tabs.map(({ page }) => page.evaluate(() => globalThis.shown.length)));

test('a message is told by one notification in all tabs, and by none while one of them is looked at', patience, async () => {
  const { profile, leader, follower } = await agent({ prepare: unseen });
  const first = await ask('notes: nobody looks');
  await comesTrue(leader.page, () => globalThis.shown.length > 0);
  await follower.rows.filter({ hasText: 'notes: nobody looks' }).waitFor();
  assert.deepEqual(await notesOf([leader, follower]), [1, 0]);
  await follower.page.bringToFront();
  await follower.page.evaluate(() => (globalThis.lookedAt = true));
  const second = await ask('notes: somebody looks');
  await follower.rows.filter({ hasText: 'notes: somebody looks' }).waitFor();
  await follower.page.evaluate(() => (globalThis.lookedAt = false));
  const third = await ask('notes: nobody again');
  await comesTrue(leader.page, () => globalThis.shown.length > 1);
  assert.deepEqual(await notesOf([leader, follower]), [2, 0]);
  await Promise.all([first, second, third].map((one) => one.close()));
  await profile.close();
});

test('a draft stands in every tab, and each tab comes back to its own conversation', patience, async () => {
  const shoppers = [await ask('drafts: one'), await ask('drafts: two')];
  const { profile, leader, follower } = await agent();
  await leader.open('drafts: one');
  await leader.reply.fill('begun in the first tab');
  await follower.open('drafts: two');
  await follower.reply.fill('begun in the second');
  await follower.open('drafts: one');
  await follower.isDraft('begun in the first tab');
  await follower.reply.fill('begun in the first tab, ended in the second');
  await leader.isDraft('begun in the first tab, ended in the second');
  await follower.open('drafts: two');
  for (const tab of [leader, follower]) await tab.page.reload();
  await leader.sees('drafts: one');
  await leader.isDraft('begun in the first tab, ended in the second');
  await follower.sees('drafts: two');
  await follower.isDraft('begun in the second');
  await follower.send.click();
  await leader.open('begun in the second');
  await leader.isDraft('');
  await Promise.all(shoppers.map((one) => one.close()));
  await profile.close();
});

test('away in one tab is away in all, also when another one has the connection', patience, async () => {
  const { profile, leader, follower } = await agent();
  const available = (tab, checked) => tab.page.getByRole('switch', { name: 'Available for new conversations', checked });
  await available(follower, true).click();
  await available(leader, false).waitFor();
  const colleague = await Console.signIn(await browser.profile(), relay, 'ada@demo.shop');
  const one = await ask('who is here?');
  await colleague.open('who is here?');
  await colleague.transfer.click();
  const bo = colleague.page.getByRole('menuitemradio', { name: /^Bo/ }).or(colleague.page.getByRole('menuitem', { name: /^Bo/ }));
  await bo.filter({ hasText: 'Away' }).waitFor();
  await leader.page.close();
  await locksAre(follower.page, '1 held, 0 waiting');
  await bo.filter({ hasText: 'Offline' }).or(bo.filter({ hasText: 'Away' })).waitFor();
  await bo.filter({ hasText: 'Away' }).waitFor();
  await available(follower, false).click();
  await bo.filter({ hasText: 'Available' }).waitFor();
  await one.close();
  await Promise.all([profile.close(), colleague.page.context().close()]);
});

test('a passphrase changed in one tab is the one that the other asks for', patience, async () => {
  const { profile, leader, follower } = await agent({ email: 'ada@demo.shop' });
  const change = async ({ page, notes, choose }, old, passphrase) => {
    await page.getByLabel('Passphrase until now').fill(old);
    await page.getByLabel('New passphrase').fill(passphrase);
    await page.getByLabel('Passphrase, once more').fill(passphrase);
    await page.getByRole('button', { name: 'Change passphrase' }).click();
    await notes.getByText('Your passphrase is changed.').first().waitFor();
    return choose;
  };
  await leader.choose('Change passphrase');
  await change(leader, demoPassphrase, 'kettle on the blue hob');
  await follower.choose('Change passphrase');
  await change(follower, 'kettle on the blue hob', demoPassphrase);
  await profile.close();
});

test('signing in and out in one tab does it in the other', patience, async () => {
  const profile = await browser.profile();
  const one = new Console(await profile.open(`${relay.url}/console`));
  const other = new Console(await profile.open(`${relay.url}/console`));
  await one.signIn('bo@demo.shop', demoPassphrase);
  await other.list.waitFor();
  await other.choose('Sign out');
  for (const { page } of [one, other]) await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await other.signIn('ada@demo.shop', demoPassphrase);
  await one.page.locator('.account-name').getByText('Ada').waitFor();
  await profile.close();
});
