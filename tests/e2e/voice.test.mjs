// SPDX-License-Identifier: Apache-2.0
// Voice messages against the real relay, from Chromium's own microphone that beeps: recorded, heard
// before they are sent, sent in both directions, thrown away, refused, and kept without network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser, executablePath, microphone, wholeBrowser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { ShopPage, snippet } from './support/shop-page.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };

let relay;
let shop;
let browser;
before(async () => {
  relay = await Relay.start();
  shop = await ShopPage.of(relay);
  browser = await Browser.start(executablePath, microphone);
});
after(async () => {
  await browser?.stop();
  await shop?.stop();
  await relay?.stop();
});

const chatOf = (profile, url = shop.url) => Widget.on(profile, url);

const button = (place, name) => place.getByRole('button', { name, exact: true });
const recordOf = (place) => button(place, 'Record voice message');
const messagesIn = (log) => log.getByRole('group', { name: /^Voice message/ });

/** Records until the clock of the recording shows a second, and stops. */
async function speak(place) {
  await recordOf(place).click();
  await place.getByRole('timer').getByText('0:01').waitFor();
  await button(place, 'Stop recording').click();
  await previewIn(place).waitFor();
}

const previewIn = (place) => place.getByRole('region', { name: 'Files to send' }).getByRole('group', { name: /^Voice message, 0:0[1-9]/ });

/** Plays a message until it has moved, and stops it. */
async function hear(message) {
  const slider = message.getByRole('slider', { name: 'Position' });
  await slider.press('Home');
  await button(message, 'Play voice message').click();
  await slider.evaluate(
    (element) =>
      new Promise((resolve) => {
        const look = () => (Number(element.ariaValueNow) >= 1 ? resolve() : window.requestAnimationFrame(look));
        look();
      }),
  );
}

/** Heights of the bars that are drawn. */
const barsOf = (message) => message.locator('.voice-bars i').evaluateAll((bars) => bars.map((bar) => parseInt(bar.style.blockSize, 10)));

test('a shopper speaks, hears it and sends it; the agent sees its bars, plays it and speaks back', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOf(shoppers);
  await speak(widget.frame);
  await widget.status.getByText('Recorded. Listen to it, or send it.').waitFor();
  const preview = previewIn(widget.frame);
  const bars = await barsOf(preview);
  assert.equal(Math.max(...bars), 100, 'the loudest moment fills its bar');
  await hear(preview);
  await assertNothingSerious(widget.page, 'a voice message before it is sent');
  await widget.send.click();
  await widget.isThere();
  await messagesIn(widget.log).waitFor();

  const console = await Console.signIn(agents, relay);
  await console.rows.filter({ hasText: 'Voice message' }).click();
  const heard = messagesIn(console.log);
  assert.deepEqual(await barsOf(heard), bars, 'drawn before the sound is here');
  await hear(heard);
  await assertNothingSerious(console.page, 'a voice message in the console');

  await speak(console.page);
  await console.send.click();
  await hear(messagesIn(widget.log).nth(1));
  assert.deepEqual(shoppers.errors, []);
  await Promise.all([shoppers.close(), agents.close()]);
});

test('a message is sought by keys, played at three speeds, and one plays at a time', patience, async () => {
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  for (const at of [0, 1]) {
    await speak(widget.frame);
    await widget.send.click();
    await messagesIn(widget.log).nth(at).waitFor();
    await widget.hasNothingToSend();
  }
  const [first, second] = [0, 1].map((at) => messagesIn(widget.log).nth(at));
  const slider = first.getByRole('slider', { name: 'Position' });
  const text = () => slider.getAttribute('aria-valuetext');
  assert.match(await text(), /^0:00 of 0:0\d$/);
  await slider.press('End');
  await first.locator('.voice-bars i:last-child.played').waitFor();
  await slider.press('ArrowLeft');
  await slider.and(widget.frame.locator('[aria-valuenow="0"]')).waitFor();
  for (const speed of ['1.5', '2', '1']) {
    await first.getByRole('button', { name: /^Speed/ }).click();
    await button(first, `Speed ${speed}`).waitFor();
  }
  await button(first, 'Play voice message').click();
  await button(second, 'Play voice message').click();
  await button(first, 'Play voice message').waitFor();
  await shoppers.close();
});

test('a recording is paused, gone on with and thrown away by Escape, and nothing of it is sent', patience, async () => {
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  await widget.say('thrown away');
  await widget.isThere();
  await recordOf(widget.frame).click();
  await button(widget.frame, 'Pause recording').click();
  await widget.status.getByText('Recording paused').waitFor();
  await button(widget.frame, 'Go on recording').click();
  await button(widget.frame, 'Pause recording').waitFor();
  await assertNothingSerious(widget.page, 'while it records');
  await widget.page.keyboard.press('Escape');
  await button(widget.frame, 'Pause recording').waitFor({ state: 'detached' });
  await widget.status.getByText('Recording discarded').waitFor();
  await widget.field.waitFor();
  await speak(widget.frame);
  await widget.frame.getByRole('button', { name: /^Remove Voice message/ }).click();
  await previewIn(widget.frame).waitFor({ state: 'detached' });
  // There is nothing to send.
  await widget.send.waitFor({ state: 'hidden' });
  assert.equal(await messagesIn(widget.log).count(), 0);
  await shoppers.close();
});

test('who holds the button records for as long as it is held', patience, async () => {
  const shoppers = await browser.profile();
  const widget = await chatOf(shoppers);
  await recordOf(widget.frame).hover();
  await widget.page.mouse.down();
  await widget.frame.getByRole('timer').getByText('0:01').waitFor();
  await widget.page.mouse.up();
  await previewIn(widget.frame).waitFor();
  await shoppers.close();
});

test('what is spoken without network waits through a reload and arrives', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOf(shoppers);
  await widget.say('spoken offline');
  await widget.isThere();
  // What recording takes has come by now: the relay may go.
  await widget.page.waitForFunction(() => window.performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/recorder.js')));
  await widget.hasNothingToSend();
  await relay.end('SIGKILL');
  await speak(widget.frame);
  await widget.send.click();
  await widget.status.getByText('Offline. 1 message will be sent.').waitFor();
  await widget.page.reload();
  await widget.open();
  await widget.status.getByText('Offline. 1 message will be sent.').waitFor();
  await relay.run();
  await widget.isThere();
  await widget.hasNothingToSend();
  await widget.say('that was me');
  await widget.hasNothingToSend();
  const console = await Console.signIn(agents, relay);
  await console.open('that was me');
  await hear(messagesIn(console.log));
  await Promise.all([shoppers.close(), agents.close()]);
});

test('no microphone is no silence: a sentence says whether it was refused or forbidden', patience, async (t) => {
  // A microphone is there, but nobody lets the page have it: only all of Chromium asks at all.
  const plain = await Browser.start(wholeBrowser, ['--use-fake-device-for-media-stream']);
  t.after(() => plain.stop());
  const people = await plain.profile();
  const refused = await chatOf(people);
  await recordOf(refused.frame).click();
  await refused.alert.getByText('The microphone is blocked for this page.').waitFor();
  await assertNothingSerious(refused.page, 'a refused microphone');

  const strict = await ShopPage.start({
    html: `<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1>${await snippet(relay)}`,
    headers: { 'Permissions-Policy': 'microphone=()' },
  });
  t.after(() => strict.stop());
  const shoppers = await browser.profile();
  const forbidden = await chatOf(shoppers, strict.url);
  await recordOf(forbidden.frame).click();
  await forbidden.alert.getByText('This website does not allow the microphone.').waitFor();
  await forbidden.say('so I write');
  await forbidden.isThere();
  await shoppers.close();
});
