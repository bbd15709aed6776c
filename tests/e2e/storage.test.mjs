// SPDX-License-Identifier: Apache-2.0
// Browsers that give no storage, no room, or take back what they gave; and what a shopper may take
// back: one conversation, or everything. The chat goes on, and says plainly what it cannot keep.
import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Browser, KeptBrowser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { refuseRows } from './support/refusal.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };
const keepsNothing = 'This browser keeps nothing for this page';
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
  if (prepare) await prepare(page);
  await page.goto(relay.url);
  const widget = new Widget(page);
  await widget.open();
  return widget;
}

async function shopper(prepare) {
  const profile = await browser.profile();
  return { profile, widget: await tabOf(profile, prepare) };
}

const linesOf = (log, part) => log.getByText(part).allTextContents();

async function seenByAgent(last, part) {
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.open(last);
  const lines = await linesOf(console.log, part);
  await profile.close();
  return lines;
}

const withoutStorage = {
  'no IndexedDB': () => delete window.Window.prototype.indexedDB && Object.defineProperty(window, 'indexedDB', { value: undefined }),
  'an IndexedDB that refuses': () => {
    window.IDBFactory.prototype.open = () => {
      throw new window.DOMException('not allowed here', 'SecurityError');
    };
  },
  'an IndexedDB that never answers': () => {
    window.IDBFactory.prototype.open = () => ({});
  },
};
for (const [name, hide] of Object.entries(withoutStorage)) {
  test(`with ${name} the chat works while the page is open, and says so`, patience, async () => {
    const { profile, widget } = await shopper((page) => page.addInitScript(hide));
    await widget.status.getByText(keepsNothing).waitFor();
    await widget.say(`${name}: hello`);
    await widget.isThere();
    const other = await tabOf(profile, (page) => page.addInitScript(hide));
    await other.status.getByText(keepsNothing).waitFor();
    await other.say(`${name}: another`);
    await other.isThere();
    await widget.say(`${name}: still here`);
    await widget.isThere();
    assert.deepEqual(await seenByAgent(`${name}: still here`, new RegExp(`^${name}: `)), [`${name}: hello`, `${name}: still here`]);
    await profile.close();
  });
}

test('without room the chat goes on and says what is not kept, until there is room again', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open();
  const devtools = await profile.context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: relay.url, quotaSize: 400_000 });
  await page.goto(relay.url);
  const widget = new Widget(page);
  await widget.open();
  const everything = [];
  const noRoom = widget.status.getByText('This browser has no room left');
  for (let i = 1; (await noRoom.count()) === 0; i++) {
    assert.ok(i < 50, 'the browser always has room');
    everything.push(`room: ${i} ${'tea '.repeat(3750)}`);
    await widget.say(everything.at(-1));
    await widget.log.getByText(`room: ${i} tea`).waitFor();
    await widget.isThere();
  }
  await page.reload();
  await widget.open();
  await widget.log.getByText(everything.at(-1).slice(0, 14)).waitFor();
  await devtools.detach();
  everything.push('room: enough');
  await widget.say('room: enough');
  await widget.isThere();
  await noRoom.waitFor({ state: 'detached' });
  await page.reload();
  await widget.open();
  await widget.sees('room: enough');
  assert.deepEqual(await linesOf(widget.log, /^room: /), everything);
  assert.deepEqual(await seenByAgent('room: enough', /^room: /), everything);
  await profile.close();
});

test('storage that the browser empties meanwhile is written anew: nothing that waits is lost, nothing is sent twice', patience, async () => {
  const { profile, widget } = await shopper();
  await widget.say('emptied: hello');
  await widget.isThere();
  await relay.end();
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('emptied: one');
  await widget.isNow('Queued');
  const devtools = await profile.context.newCDPSession(widget.page);
  await devtools.send('Storage.clearDataForOrigin', { origin: relay.url, storageTypes: 'indexeddb' });
  await widget.say('emptied: two');
  await widget.isNow('Queued');
  await relay.run();
  await widget.page.reload();
  await widget.open();
  await widget.isThere();
  const everything = ['emptied: hello', 'emptied: one', 'emptied: two'];
  assert.deepEqual(await linesOf(widget.log, /^emptied: /), everything);
  assert.deepEqual(await seenByAgent('emptied: two', /^emptied: /), everything);
  await profile.close();
});

// Every file of the site's IndexedDB, overwritten from its middle on.
function corrupt(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /IndexedDB/.test(entry.parentPath ?? entry.path));
  assert.ok(files.length > 0);
  for (const entry of files) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const { size } = statSync(path);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(Math.ceil(size / 2), 0xa5), 0, Math.ceil(size / 2), Math.floor(size / 2));
    closeSync(file);
  }
}

test('a database that the disk has spoilt costs the history, not the chat', patience, async () => {
  const kept = await KeptBrowser.start();
  try {
    const before = await tabOf(kept.profile);
    await before.say('spoilt: hello');
    await before.isThere();
    await kept.kill();
    corrupt(kept.folder);
    await kept.run();
    const after = await tabOf(kept.profile);
    await after.say('spoilt: again');
    await after.isThere();
    await after.say('spoilt: and again');
    await after.isThere();
    const seen = await seenByAgent('spoilt: and again', /^spoilt: /);
    assert.deepEqual(seen.slice(-2), ['spoilt: again', 'spoilt: and again']);
    assert.equal(new Set(seen).size, seen.length);
  } finally {
    await kept.stop();
  }
});

test('entries that nobody can read are left alone, and the rest is shown', patience, async () => {
  const { profile, widget } = await shopper();
  await widget.say('entries: hello');
  await widget.isThere();
  const page = await profile.open(`${relay.url}/assets/icons/mark.svg`);
  await page.evaluate(async () => {
    const database = await new Promise((resolve) => (indexedDB.open('shopbell').onsuccess = ({ target }) => resolve(target.result)));
    const transaction = database.transaction('kept', 'readwrite');
    const all = transaction.objectStore('kept');
    const garbage = window.crypto.getRandomValues(new Uint8Array(300));
    all.getAllKeys().onsuccess = ({ target }) => {
      for (const path of target.result) if (path[2].startsWith('conv/') || path[2] === 'shop') all.put(garbage, path);
      const [shop, role] = target.result[0];
      for (const key of ['row/', 'out/', 'conv/zz', 'row/00/0000000001', 'nonsense']) all.put(garbage, [shop, role, key]);
    };
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  });
  await page.close();
  await widget.page.reload();
  await widget.open();
  await widget.say('entries: again');
  await widget.isThere();
  await profile.close();
});

test('a message that the relay refuses is not sent, says why, and may be edited, sent again or discarded', patience, async () => {
  const refusals = { code: 2 };
  const { profile, widget } = await shopper((page) => refuseRows(page, refusals));
  await widget.say('refused: one');
  await widget.isNow('Not sent');
  const remedy = widget.frame.getByRole('group', { name: 'Not sent: refused: one' });
  await remedy.getByText('It is too long.').waitFor();
  await widget.say('refused: two');
  await remedy.getByText('1 message waits behind it.').waitFor();

  // Words that are being written are never overwritten.
  await widget.field.fill('half a thought');
  await remedy.getByRole('button', { name: 'Edit' }).click();
  await remedy.getByText('Send or clear what you are writing').waitFor();
  assert.equal(await widget.field.inputValue(), 'half a thought');
  await widget.field.fill('');
  await remedy.getByRole('button', { name: 'Edit' }).press('Enter');
  await remedy.waitFor({ state: 'detached' });
  assert.equal(await widget.field.inputValue(), 'refused: one');
  assert.ok(await widget.field.evaluate((field) => field === document.activeElement));

  // Now the second one is refused.
  const second = widget.frame.getByRole('group', { name: 'Not sent: refused: two' });
  await second.waitFor();
  refusals.code = 0;
  await second.getByRole('button', { name: 'Retry' }).press('Enter');
  await widget.isThere();
  assert.ok(await widget.log.evaluate((log) => log === document.activeElement));
  await widget.field.press('Enter');
  await widget.sees('refused: one');
  await widget.isThere();

  refusals.code = 22;
  await widget.say('refused: three');
  const third = widget.frame.getByRole('group', { name: 'Not sent: refused: three' });
  await third.getByText('code 22').waitFor();
  // As it stands on the next page.
  await widget.page.reload();
  await widget.open();
  await third.getByRole('button', { name: 'Discard' }).click();
  await third.waitFor({ state: 'detached' });
  const everything = ['refused: two', 'refused: one'];
  assert.deepEqual(await linesOf(widget.log, /^refused: /), everything);
  assert.deepEqual(await seenByAgent('refused: one', /^refused: /), everything);
  await profile.close();
});

async function choose(widget, item) {
  await widget.frame.getByRole('button', { name: 'More' }).click();
  await widget.frame.getByRole('menuitem', { name: item }).click();
  return widget.frame.getByRole('alertdialog');
}

const countKept = () => new Promise((resolve) => {
  indexedDB.open('shopbell').onsuccess = ({ target }) => {
    const all = target.result.transaction('kept').objectStore('kept').getAllKeys();
    all.onsuccess = () => {
      target.result.close();
      resolve(all.result.map(([, , key]) => key).filter((key) => key !== 'device' && key !== 'lead' && key !== 'shop').length);
    };
  };
});

test('a device that is forgotten keeps nothing, in no tab, and begins anew', patience, async () => {
  const { profile, widget } = await shopper();
  await widget.say('forgotten: hello');
  await widget.isThere();
  const other = await tabOf(profile);
  await other.sees('forgotten: hello');
  await relay.end();
  await widget.status.getByText('Offline.').waitFor();
  await widget.say('forgotten: one');
  await widget.isNow('Queued');
  const dialog = await choose(widget, 'Forget this device');
  await dialog.getByText('1 message has not been sent and will be lost.').waitFor();
  // Nothing happens without a yes.
  await dialog.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await widget.sees('forgotten: hello');
  await (await choose(widget, 'Forget this device')).getByRole('button', { name: 'Forget' }).click();
  for (const { log } of [widget, other]) {
    await log.getByText('forgotten: hello').waitFor({ state: 'detached' });
    await log.getByText('End-to-end encrypted').waitFor();
  }
  assert.equal(await widget.page.evaluate(countKept), 0);
  assert.deepEqual(await widget.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('shopbell'))), []);
  await relay.run();
  await other.say('forgotten: a stranger');
  await other.isThere();
  await widget.sees('forgotten: a stranger');
  assert.deepEqual(await seenByAgent('forgotten: a stranger', /^forgotten: /), ['forgotten: a stranger']);
  await profile.close();
});

test('a conversation that is deleted is gone on both sides, and the next words begin another', patience, async () => {
  const { profile, widget } = await shopper();
  await widget.say('deleted: hello');
  await widget.isThere();
  const other = await tabOf(profile);
  await other.sees('deleted: hello');
  await (await choose(widget, 'Delete this conversation')).getByRole('button', { name: 'Delete' }).click();
  for (const { log } of [widget, other]) {
    await log.getByText('This conversation was deleted.').waitFor();
    await log.getByText('deleted: hello').waitFor({ state: 'detached' });
  }
  await widget.page.reload();
  await widget.open();
  await widget.log.getByText('This conversation was deleted.').waitFor();
  await other.say('deleted: anew');
  await other.isThere();
  await widget.sees('deleted: anew');
  assert.deepEqual(await linesOf(widget.log, /^deleted: /), ['deleted: anew']);
  assert.deepEqual(await seenByAgent('deleted: anew', /^deleted: /), ['deleted: anew']);
  await profile.close();
});
