// SPDX-License-Identifier: Apache-2.0
// Files in both directions against the real relay: picked, pasted, dropped, queued without network,
// and brought to their end over a relay that is killed and a page that is reloaded.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { AgentApi } from './support/agent-api.mjs';
import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console, demoPassphrase } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';
import { png } from '../unit/web/picture-files.mjs';

const patience = { timeout: 180_000 };
/** For 20 MiB that go up or come down. */
const long = { timeout: 60_000 };
const mebibyte = 1024 * 1024;
const photo = () => Buffer.from(png({ width: 64, height: 48 }));

let relay;
let shop;
let browser;
before(async () => {
  relay = await Relay.start();
  shop = await ShopPage.of(relay);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await shop?.stop();
  await relay?.stop();
});

const chatOf = (profile) => Widget.on(profile, shop.url);

/** A button that is named by a file. */
const named = (place, verb, name) => place.getByRole('button', { name: `${verb} ${name}` });

async function attach(place, ...files) {
  await place.getByLabel('Attach').setInputFiles(files);
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// No 24 bytes of it in a row stand anywhere in the relay's data.
function assertUnread(original) {
  const kept = readdirSync(relay.data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
  assert.ok(kept.reduce((sum, { length }) => sum + length, 0) > original.length, 'the sealed file is there');
  for (let at = 0; at + 24 <= original.length; at += Math.max(24, Math.floor(original.length / 200))) {
    const run = original.subarray(at, at + 24);
    assert.ok(!kept.some((bytes) => bytes.includes(run)), `bytes of the file from ${at} on are in the data folder`);
  }
}

test('a picture with words goes to the agent, who looks at it and sends a document back', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOf(shoppers);
  await attach(widget.frame, { name: 'cup.png', mimeType: 'image/png', buffer: photo() });
  const tray = widget.frame.getByRole('region', { name: 'Files to send' });
  await tray.getByRole('img', { name: 'cup.png' }).waitFor();
  await assertNothingSerious(widget.page, 'a tray');
  await widget.say('it came broken');
  await widget.isThere();
  await tray.waitFor({ state: 'detached' });
  await widget.sees('it came broken');

  const console = await Console.signIn(agents, relay);
  await console.open('it came broken');
  await named(console.log, 'Open', 'cup').click();
  const viewer = console.page.getByRole('dialog', { name: /Picture/ });
  assert.deepEqual(await viewer.getByRole('img').evaluate((img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])), [64, 48]);
  await console.page.keyboard.press('+');
  await assertNothingSerious(console.page, 'the viewer');
  await console.page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });

  const terms = randomBytes(300_000);
  await attach(console.page, { name: 'terms.pdf', mimeType: 'application/pdf', buffer: terms });
  await console.page.getByRole('region', { name: 'Files to send' }).getByText('terms.pdf').waitFor();
  await console.send.click();
  await named(widget.frame, 'Save', 'terms.pdf').waitFor();
  const received = await saved(widget.page, named(widget.frame, 'Save', 'terms.pdf'));
  assert.equal(received.name, 'terms.pdf');
  assert.ok(received.bytes.equals(terms), 'not the bytes that were sent');
  assertUnread(terms);
  await Promise.all([shoppers.close(), agents.close()]);
});

test('a video of 20 MiB arrives whole though the relay is killed half-way and the page is reloaded', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOf(shoppers);
  await widget.say('unboxing');
  await widget.isThere();
  const video = randomBytes(20 * mebibyte);
  await attach(widget.frame, { name: 'unboxing.mp4', mimeType: 'video/mp4', buffer: video });
  await widget.frame.getByRole('region', { name: 'Files to send' }).getByText('unboxing.mp4').waitFor();
  await widget.send.click();
  const bar = widget.frame.getByRole('progressbar', { name: /^Sending unboxing\.mp4/ });
  await bar.waitFor();
  await bar.evaluate(
    (element) =>
      new Promise((resolve) => {
        const look = () => (Number(element.ariaValueNow) >= 40 ? resolve() : window.requestAnimationFrame(look));
        look();
      }),
  );
  await relay.end('SIGKILL');
  await widget.page.reload();
  await relay.run();
  await widget.open();
  await named(widget.frame, 'Play', 'unboxing.mp4').waitFor();
  await widget.log.getByText('Sent', { exact: true }).waitFor(long);

  const console = await Console.signIn(agents, relay);
  await console.rows.filter({ hasText: 'Video' }).click();
  await named(console.log, 'Play', 'unboxing.mp4').click();
  const player = console.log.locator('video');
  await player.waitFor(long);
  const received = await saved(console.page, named(console.log, 'Save', 'unboxing.mp4'));
  assert.ok(received.bytes.equals(video), 'not the bytes that were sent');
  assertUnread(video);
  await Promise.all([shoppers.close(), agents.close()]);
});

test('two pictures that are pasted and dropped while the relay is away wait through a reload and arrive', patience, async () => {
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  await widget.say('offline: hello');
  await widget.isThere();
  // What files take has come by now: the relay may go.
  await widget.page.waitForFunction(() => window.performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/carrier.js')));
  await widget.hasNothingToSend();
  await relay.end('SIGKILL');
  const bytes = [...photo()];
  await widget.field.evaluate((field, picture) => {
    const clipboardData = new window.DataTransfer();
    clipboardData.items.add(new window.File([new Uint8Array(picture)], 'pasted.png', { type: 'image/png' }));
    field.dispatchEvent(new window.ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, bytes);
  await widget.log.evaluate((log, picture) => {
    const dataTransfer = new window.DataTransfer();
    dataTransfer.items.add(new window.File([new Uint8Array(picture)], 'dropped.png', { type: 'image/png' }));
    log.dispatchEvent(new window.DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
  const tray = widget.frame.getByRole('region', { name: 'Files to send' });
  for (const name of ['pasted.png', 'dropped.png']) await tray.getByRole('img', { name }).waitFor();
  await widget.send.click();
  await widget.status.getByText('Offline. 2 messages will be sent.').waitFor();
  await widget.page.reload();
  await widget.open();
  await widget.status.getByText('Offline. 2 messages will be sent.').waitFor();
  await relay.run();
  await widget.isThere();
  await widget.hasNothingToSend();

  const agents = await browser.profile();
  const console = await Console.signIn(agents, relay);
  await console.rows.filter({ hasText: 'Picture' }).first().click();
  for (const name of ['pasted', 'dropped']) await named(console.log, 'Open', name).waitFor();
  await Promise.all([shoppers.close(), agents.close()]);
});

test('what the shop does not take is refused in words, and nothing of it leaves', patience, async () => {
  const ada = await AgentApi.signIn(relay.url, 'ada@demo.shop', demoPassphrase);
  const { settings } = await (await ada.ask('/v1/shop')).json();
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  await widget.say('limits: hello');
  await widget.isThere();
  await ada.ask('/v1/shop/settings', { method: 'PUT', body: { ...settings, file_bytes_max: mebibyte } });
  await attach(widget.frame, { name: 'small.txt', mimeType: 'text/plain', buffer: Buffer.from('tea') });
  await widget.frame.getByText('Up to 10 files of up to 1 MB each').waitFor();
  await widget.frame.getByRole('button', { name: 'Remove small.txt' }).click();
  await attach(widget.frame, { name: 'large.bin', mimeType: 'application/x-thing', buffer: Buffer.alloc(mebibyte + 1) });
  await widget.alert.getByText('large.bin is larger than 1 MB, which is the most that this shop takes.').waitFor();
  await ada.ask('/v1/shop/settings', { method: 'PUT', body: settings });
  await attach(widget.frame, { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await widget.alert.getByText('nothing.txt is empty.').waitFor();
  const many = Array.from({ length: 11 }, (_, at) => ({ name: `${at}.txt`, mimeType: 'text/plain', buffer: Buffer.from('tea') }));
  await attach(widget.frame, ...many);
  await widget.alert.getByText('At most 10 files can be sent at once.').waitFor();
  const tray = widget.frame.getByRole('region', { name: 'Files to send' });
  assert.equal(await tray.getByRole('listitem').count(), 10);
  await tray.getByRole('button', { name: 'Remove 3.txt' }).click();
  assert.equal(await tray.getByRole('listitem').count(), 9);
  await shoppers.close();
});

test('who thinks better of it while a file waits takes it back, and nobody ever sees it', patience, async () => {
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  await widget.say('second thoughts');
  await widget.isThere();
  await widget.hasNothingToSend();
  await relay.end('SIGKILL');
  await attach(widget.frame, { name: 'regret.txt', mimeType: 'text/plain', buffer: Buffer.from('I did not mean this') });
  await widget.send.click();
  await named(widget.frame, 'Do not send', 'regret.txt').click();
  await named(widget.frame, 'Save', 'regret.txt').waitFor({ state: 'detached' });
  await widget.hasNothingToSend();
  await relay.run();
  await widget.say('never mind');
  await widget.isThere();
  assert.equal(await named(widget.frame, 'Save', 'regret.txt').count(), 0);
  await shoppers.close();
});

test('the owner says how large files may be, and a shop that takes none offers no way to attach any', patience, async () => {
  const [owners, shoppers] = await Promise.all([browser.profile(), browser.profile()]);
  const ada = await Console.signIn(owners, relay, 'ada@demo.shop');
  const { page } = ada;
  const widget = await chatOf(shoppers);
  await widget.say('sizes: hello');
  await widget.isThere();
  const attaching = widget.frame.getByLabel('Attach');
  await attaching.waitFor();
  await ada.choose('Settings');
  const largest = page.getByLabel('Largest file');
  const save = async (label) => {
    await largest.selectOption({ label });
    await page.getByRole('button', { name: 'Save' }).click();
    await ada.notes.getByText('Saved.').last().waitFor();
  };
  await save('No files');
  await attaching.waitFor({ state: 'detached' });
  await save('10 MB');
  await attaching.waitFor();
  await assertNothingSerious(page, 'limits of files');
  await attach(widget.frame, { name: 'small.txt', mimeType: 'text/plain', buffer: Buffer.from('tea') });
  await widget.frame.getByText('Up to 10 files of up to 10 MB each').waitFor();
  await save('25 MB');
  await Promise.all([owners.close(), shoppers.close()]);
});
