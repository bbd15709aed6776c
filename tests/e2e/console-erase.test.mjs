// SPDX-License-Identifier: Apache-2.0
// What agents let go of: one conversation, for everyone; and whatever is older than the owner wants
// it kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { AgentApi } from './support/agent-api.mjs';
import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
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

/** Bo and Ada, both with the conversation of these words open. */
async function twoAgents(words) {
  const profiles = [await browser.profile(), await browser.profile()];
  const bo = await Console.signIn(profiles[0], relay);
  const ada = await Console.signIn(profiles[1], relay, 'ada@demo.shop');
  const shopper = await PlainShopper.ask(relay, words);
  for (const agent of [bo, ada]) await agent.open(words);
  const leave = async () => {
    await shopper.close();
    await Promise.all(profiles.map((profile) => profile.close()));
  };
  return { bo, ada, shopper, leave };
}

async function deleteForEveryone({ page, more }) {
  await more.click();
  await page.getByRole('menuitem', { name: 'Delete for everyone…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
}

const isGone = (agent) => agent.page.getByRole('status').getByText('This conversation was deleted.').waitFor();

test('deleting for everyone asks first, in words, and one key does not do it', patience, async () => {
  const { bo, leave } = await twoAgents('keep me for now');
  const { page } = bo;
  await bo.more.click();
  await page.getByRole('menuitem', { name: 'Delete for everyone…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this conversation for everyone?' });
  await dialog.getByText("Everything said in it is removed: here, on the shopper's device and on the relay.").waitFor();
  await dialog.getByText('This cannot be undone.').waitFor();
  await assertNothingSerious(page, 'erase');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await bo.sees('keep me for now');
  await leave();
});

test('a deleted conversation leaves every list and screen, and stays away', patience, async () => {
  const { bo, ada, leave } = await twoAgents('nobody should read this again');
  await bo.say('Then it goes.');
  await ada.sees('Then it goes.');
  await deleteForEveryone(bo);
  for (const agent of [bo, ada]) {
    await isGone(agent);
    await agent.rows.filter({ hasText: 'Then it goes.' }).waitFor({ state: 'detached' });
  }
  await bo.page.reload();
  await isGone(bo);
  await bo.page.getByRole('button', { name: 'Back to the list' }).click();
  await bo.search.fill('read this again');
  await bo.page.getByRole('status').getByText('Nothing found').waitFor();
  await bo.search.fill('');
  for (const tab of ['Closed', 'All']) {
    await bo.show(tab);
    assert.equal(await bo.rows.filter({ hasText: /Then it goes|read this again/ }).count(), 0);
  }
  await leave();
});

test('deleted without the relay, it is gone here at once, and for all when the relay is back', patience, async () => {
  const { bo, ada, leave } = await twoAgents('gone from the train');
  await relay.end();
  await deleteForEveryone(bo);
  await isGone(bo);
  await relay.run();
  await isGone(ada);
  await leave();
});

test('a reply to a conversation that somebody else has deleted meanwhile is not sent into nothing', patience, async () => {
  const { bo, ada, leave } = await twoAgents('who is faster?');
  await ada.page.context().setOffline(true);
  await relay.restart();
  await ada.say('I am.');
  await deleteForEveryone(bo);
  await isGone(bo);
  await ada.page.context().setOffline(false);
  await isGone(ada);
  await ada.banner.getByText('Offline').waitFor({ state: 'detached' });
  await leave();
});

test('the owner says how long conversations are kept; others are not asked', patience, async () => {
  const profile = await browser.profile();
  const ada = await Console.signIn(profile, relay, 'ada@demo.shop');
  const { page } = ada;
  const api = await AgentApi.signIn(relay.url, 'ada@demo.shop', demoPassphrase);
  const keptDays = async () => (await (await api.ask('/v1/shop')).json()).settings.retention_days;
  await ada.choose('Settings');
  const select = page.getByLabel('Keep conversations for');
  await select.waitFor();
  assert.deepEqual(await select.locator('option').allTextContents(), ['For ever', '30 days', '90 days', '180 days', '365 days']);
  await assertNothingSerious(page, 'retention');
  for (const days of [90, 0, 45]) {
    // What an owner has set by other means is not thrown away by this form.
    if (days === 45) {
      const { settings } = await (await api.ask('/v1/shop')).json();
      await api.ask('/v1/shop/settings', { method: 'PUT', body: { ...settings, retention_days: 45 } });
      await page.keyboard.press('Escape');
      await ada.choose('Settings');
      assert.equal(await select.inputValue(), '45');
    } else {
      await select.selectOption(String(days));
    }
    await page.getByRole('button', { name: 'Save' }).click();
    await ada.notes.getByText('Saved.').last().waitFor();
    assert.equal(await keptDays(), days);
  }
  await profile.close();

  const other = await browser.profile();
  const bo = await Console.signIn(other, relay);
  await bo.account.click();
  await bo.page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  assert.equal(await bo.page.getByRole('menuitem', { name: 'Settings' }).count(), 0);
  await other.close();
});
