// SPDX-License-Identifier: Apache-2.0
// One shopper, several tabs, one chat: every tab shows and writes, one has the connection, and it
// does not matter which. With a real browser, its IndexedDB, locks and broadcasts, and a real relay.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser, KeptBrowser, wholeBrowser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };
let relay;
let browser;
before(async () => {
  relay = await Relay.start();
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

async function tabOf(profile, prepare) {
  const page = await profile.open();
  if (prepare) await page.addInitScript(prepare);
  await page.goto(relay.url);
  const widget = new Widget(page);
  await widget.open();
  return widget;
}

// A shopper with this many tabs, the first of which has written `first`.
async function shopper(first, { tabs = 2, prepare } = {}) {
  const profile = await browser.profile();
  const widgets = [];
  for (let i = 0; i < tabs; i++) {
    widgets.push(await tabOf(profile, prepare));
    if (i > 0) continue;
    await widgets[0].say(first);
    await widgets[0].isThere();
  }
  for (const widget of widgets) await widget.sees(first);
  return { profile, widgets };
}

async function agentFor(words) {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.open(words);
  return { profile, console };
}

const linesOf = (log, part) => log.getByText(part).allTextContents();

test('every tab shows and writes the one conversation, and each word is said once', patience, async () => {
  const { profile, widgets } = await shopper('tabs: hello', { tabs: 3 });
  const [one, two, three] = widgets;
  const { profile: agent, console } = await agentFor('tabs: hello');
  // The page's own scripts can listen between the tabs.
  await one.page.evaluate(() => {
    window.heard = '';
    const textOf = (value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? textOf(inner) : inner)));
    window.channel = new window.BroadcastChannel('shopbell:demo:shopper');
    window.channel.onmessage = ({ data }) => (window.heard += textOf(data));
  });
  await two.say('tabs: from the second');
  await two.isNow('Read');
  await three.say('tabs: from the third');
  await three.isNow('Read');
  await one.say('tabs: from the first');
  await one.isNow('Read');
  await console.say('tabs: the answer');
  for (const widget of widgets) await widget.sees('tabs: the answer');
  const everything = ['tabs: hello', 'tabs: from the second', 'tabs: from the third', 'tabs: from the first', 'tabs: the answer'];
  for (const { log } of [...widgets, console]) assert.deepEqual(await linesOf(log, /^tabs: /), everything);
  const heard = await one.page.evaluate(() => window.heard);
  assert.match(heard, /out\//);
  assert.match(heard, /Arrived/);
  assert.doesNotMatch(heard, /tabs: /);
  assert.deepEqual(profile.errors, []);
  await Promise.all([profile.close(), agent.close()]);
});

test('who types is seen to type, from and in a tab that has no connection', patience, async () => {
  const { profile, widgets: [, follower] } = await shopper('typing: hello');
  const { profile: agent, console } = await agentFor('typing: hello');
  await follower.field.pressSequentially('I am');
  await console.page.getByText('is typing').waitFor();
  await console.reply.pressSequentially('So am I');
  await follower.log.getByText('is writing').waitFor();
  await Promise.all([profile.close(), agent.close()]);
});

test('when the tab with the connection closes, another has it, and nothing on its screen moves', patience, async () => {
  const { profile, widgets: [leader, follower] } = await shopper('closing: hello');
  const { profile: agent, console } = await agentFor('closing: hello');
  await follower.log.evaluate((log) => {
    window.vanished = 0;
    new window.MutationObserver((changes) => (window.vanished += changes.flatMap(({ removedNodes }) => [...removedNodes]).filter((node) => node.matches?.('.row:not(.typing)')).length))
      .observe(log, { childList: true, subtree: true });
  });
  await leader.page.close();
  await follower.say('closing: still here');
  await follower.isNow('Read');
  await console.say('closing: so are we');
  await follower.sees('closing: so are we');
  assert.equal(await follower.log.evaluate(() => window.vanished), 0);
  await Promise.all([profile.close(), agent.close()]);
});

test('a leader that is frozen loses the lead when a message waits, and doubles nothing once it thaws', patience, async () => {
  const { profile, widgets: [leader, follower] } = await shopper('frozen: hello');
  const { profile: agent, console } = await agentFor('frozen: hello');
  const devtools = await profile.context.newCDPSession(leader.page);
  await devtools.send('Page.enable');
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await follower.page.bringToFront();
  await follower.say('frozen: can you hear me?');
  await follower.isNow('Read');
  await console.say('frozen: we can');
  await follower.sees('frozen: we can');
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await leader.page.bringToFront();
  await leader.sees('frozen: we can');
  await leader.say('frozen: me too');
  await leader.isNow('Read');
  await follower.sees('frozen: me too');
  const everything = ['frozen: hello', 'frozen: can you hear me?', 'frozen: we can', 'frozen: me too'];
  for (const { log } of [leader, follower, console]) assert.deepEqual(await linesOf(log, /^frozen: /), everything);
  await Promise.all([profile.close(), agent.close()]);
});

test('without Web Locks, as on plain http, the tabs agree all the same', patience, async () => {
  const prepare = () => Object.defineProperty(window.Navigator.prototype, 'locks', { value: undefined });
  const { profile, widgets } = await shopper('plain: hello', { tabs: 3, prepare });
  const { profile: agent, console } = await agentFor('plain: hello');
  for (const [at, widget] of widgets.entries()) {
    await widget.say(`plain: ${at}`);
    await widget.isNow('Read');
  }
  await widgets[2].page.close();
  await widgets[0].say('plain: after');
  await widgets[0].isNow('Read');
  await widgets[1].sees('plain: after');
  assert.deepEqual(await linesOf(console.log, /^plain: /), ['plain: hello', 'plain: 0', 'plain: 1', 'plain: 2', 'plain: after']);
  await Promise.all([profile.close(), agent.close()]);
});

test('what is read in one tab is read in all, and rings in none', patience, async () => {
  const { profile, widgets: [one, two] } = await shopper('reading: hello');
  const { profile: agent, console } = await agentFor('reading: hello');
  await one.button.click();
  await two.button.click();
  await console.say('reading: the answer');
  for (const { button } of [one, two]) await button.getByText('1', { exact: true }).waitFor();
  await two.page.bringToFront();
  await two.button.click();
  await two.sees('reading: the answer');
  await console.isNow('Read');
  await one.button.getByText('1', { exact: true }).waitFor({ state: 'detached' });
  await Promise.all([profile.close(), agent.close()]);
});

// As the browser lists the chat's locks for this person.
const locksAre = (page, wanted) =>
  page.waitForFunction(async (wanted) => {
    const { held, pending } = await navigator.locks.query();
    const ours = (list) => list.filter(({ name }) => name.startsWith('shopbell:')).length;
    return `${ours(held)} held, ${ours(pending)} waiting` === wanted;
  }, wanted);

test('a page that is kept for "back" holds nothing of the chat, and takes it up when it is shown again', patience, async () => {
  const elsewhere = await ShopPage.start({ html: '<!doctype html><title>Elsewhere</title>' });
  const kept = await KeptBrowser.start(wholeBrowser);
  try {
    const first = await tabOf(kept.profile, () => {
      window.addEventListener('pageshow', ({ persisted }) => (window.isBack = persisted));
      window.addEventListener('shopbell:message', () => (window.hasHeard = true));
    });
    await first.say('back: hello');
    await first.isThere();
    const second = await tabOf(kept.profile);
    await second.sees('back: hello');
    await locksAre(second.page, '1 held, 1 waiting');
    await first.page.goto(elsewhere.url);
    await locksAre(second.page, '1 held, 0 waiting');
    await second.say('back: from the second');
    await second.isThere();
    await first.page.evaluate(() => history.back());
    await first.page.waitForFunction(() => window.isBack);
    await locksAre(second.page, '1 held, 1 waiting');
    await second.page.close();
    await locksAre(first.page, '1 held, 0 waiting');
    const agent = await agentFor('back: from the second');
    await agent.console.say('back: the answer');
    await first.page.waitForFunction(() => window.hasHeard);
    await agent.profile.close();
  } finally {
    await kept.stop();
    await elsewhere.stop();
  }
});
