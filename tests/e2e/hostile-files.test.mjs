// SPDX-License-Identifier: Apache-2.0
// Files from somebody who means harm: a client of its own, so that nothing of ours has looked at them
// before. They are shown as what their bytes are or not at all, run nothing, and leave the tab alive.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';
import { gif, png } from '../unit/web/picture-files.mjs';

const patience = { timeout: 120_000 };
const script = '<script>window.top.harmed = true; document.title = "harmed"</script>';
const html = Buffer.from(`<!doctype html>${script}`);
const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="window.top.harmed=true">${script}</svg>`);
// A picture for who looks at its beginning, a page for who looks for tags.
const polyglot = Buffer.concat([Buffer.from(gif()), html]);
const bidi = 'gift\u202egpj.exe';

let relay;
let browser;
let shopper;
before(async () => {
  [relay, browser] = await Promise.all([Relay.start(), Browser.start()]);
  shopper = await PlainShopper.ask(relay, 'look at these');
});
after(async () => {
  await shopper?.close();
  await browser?.stop();
  await relay?.stop();
});

async function agentWith(...files) {
  for (const [bytes, about] of files) await shopper.share(bytes, about);
  const profile = await browser.profile();
  const console = await Console.signIn(profile, relay);
  await console.rows.first().click();
  await console.sees('look at these');
  return { profile, console };
}

test('what calls itself a picture and is none is not drawn, can be saved as bytes, and runs nothing', patience, async () => {
  const bomb = Buffer.from(png({ claimed: [50_000, 50_000] }));
  const frames = Buffer.from(gif({ frames: 101 }));
  const { profile, console } = await agentWith(
    [html, { name: 'page.png', media: 'image/png' }],
    [svg, { name: 'drawing.png', media: 'image/png' }],
    [bomb, { name: 'bomb.png', media: 'image/png', width: 50_000, height: 50_000 }],
    [frames, { name: 'frames.gif', media: 'image/gif', width: 1, height: 1 }],
  );
  const { log, page } = console;
  for (const name of ['page.png', 'drawing.png', 'bomb.png', 'frames.gif']) {
    const save = log.getByRole('button', { name: `Save ${name}` });
    await save.waitFor();
    await save.getByText('Not shown').waitFor();
  }
  assert.equal(await log.locator('img.file-whole').count(), 0);
  // Nor is it turned to in the viewer of another picture, though all of it is here.
  await shopper.share(Buffer.from(png()), { name: 'fine.png', media: 'image/png', width: 4, height: 3 });
  await log.getByRole('button', { name: 'Open fine.png' }).click();
  const viewer = page.getByRole('dialog', { name: /fine\.png/ });
  await viewer.waitFor();
  assert.equal(await viewer.getByRole('button', { name: 'Next picture' }).count(), 0);
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([page.waitForEvent('download'), log.getByRole('button', { name: 'Save page.png' }).click()]);
  assert.ok(readFileSync(await download.path()).equals(html));
  assert.equal(await page.evaluate(() => window.harmed ?? document.title.includes('harmed')), false);
  // Still alive.
  await console.say('thank you');
  await console.isNow('Sent');
  await profile.close();
});

test('pages and scripted pictures that say what they are are files to save, and a polyglot is only a picture', patience, async () => {
  const { profile, console } = await agentWith(
    [html, { name: 'page.html', media: 'text/html' }],
    [svg, { name: 'drawing.svg', media: 'image/svg+xml' }],
    [polyglot, { name: 'both.gif', media: 'image/gif', width: 1, height: 1 }],
  );
  const { log, page } = console;
  for (const name of ['page.html', 'drawing.svg']) await log.getByRole('button', { name: `Save ${name}` }).waitFor();
  await log.getByRole('button', { name: 'Open both.gif' }).click();
  await page.getByRole('dialog', { name: /both\.gif/ }).waitFor();
  assert.equal(await page.evaluate(() => window.harmed ?? document.title.includes('harmed')), false);
  await profile.close();
});

test('a name is never a path, and hides no ending behind its direction', patience, async () => {
  const { profile, console } = await agentWith(
    [html, { name: '../../../etc/passwd', media: 'text/plain' }],
    [html, { name: bidi, media: 'application/x-thing' }],
    [html, { name: '\u0000\u202e', media: 'application/x-thing' }],
  );
  const { log, page } = console;
  const [download] = await Promise.all([page.waitForEvent('download'), log.getByRole('button', { name: 'Save passwd' }).click()]);
  assert.equal(download.suggestedFilename(), 'passwd');
  await log.getByRole('button', { name: 'Save giftgpj.exe' }).waitFor();
  await log.getByRole('button', { name: 'Save File', exact: true }).waitFor();
  await profile.close();
});

test('a file that is not the one of its message is not shown, and one that is gone says so', patience, async () => {
  const { profile, console } = await agentWith([Buffer.from(png()), { name: 'fine.png', media: 'image/png', width: 4, height: 3 }]);
  await console.log.getByRole('button', { name: 'Open fine.png' }).waitFor();
  await shopper.share(Buffer.from(png()), { name: 'spoilt.png', media: 'image/png', width: 4, height: 3, isSpoilt: true });
  await console.log.getByText('This is not the file that was sent').waitFor();
  const id = await shopper.share(Buffer.alloc(3_000_000, 7), { name: 'later.bin', media: 'application/x-thing' });
  const button = console.log.getByRole('button', { name: 'Save later.bin' });
  await button.waitFor();
  const gone = await fetch(`${relay.url}/v1/blobs/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${shopper.bearer}` } });
  assert.equal(gone.status, 204);
  await button.click();
  await console.log.getByText('This file is no longer there.').waitFor();
  await profile.close();
});

test('the relay hands out what it keeps as an attachment that no browser runs', patience, async () => {
  const id = await shopper.share(html, { name: 'page.html', media: 'text/html' });
  const answer = await fetch(`${relay.url}/v1/blobs/${id}`, { headers: { Authorization: `Bearer ${shopper.bearer}`, Range: 'bytes=0-1000' } });
  assert.equal(answer.status, 206);
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  assert.match(answer.headers.get('content-disposition'), /^attachment/);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.match(answer.headers.get('content-security-policy'), /\bsandbox\b/);
  assert.ok(!Buffer.from(await answer.arrayBuffer()).includes('script'));
});
