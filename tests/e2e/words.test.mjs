// SPDX-License-Identifier: Apache-2.0
// Words with marks, from both sides: elements for what is marked, text for everything else, whatever
// it looks like.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
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

const marked = 'See **this** and *that*:\n- one `code`\n- two\n> quoted\n```\nif (a < b) *stop*;\n```\n[sizes](https://tea.example/sizes)';
const hostile = ['<img src=x onerror="globalThis.hit=1">', '[click](javascript:globalThis.hit=1)', '**<script>globalThis.hit=1</script>**', '[https://bank.example](https://evil.example)'].join('\n');

// Each kind of element that the newest message holds, with its text.
async function elementsOf(log) {
  const found = {};
  for (const name of ['strong', 'em', 'li', 'blockquote', 'pre', 'a']) found[name] = await log.locator(`.written ${name}`).allTextContents();
  return found;
}

test('what is marked shows as such on both sides, and what looks like markup as the words that it is', patience, async () => {
  const people = { shopper: await browser.profile(), agent: await browser.profile() };
  const widget = new Widget(await people.shopper.open(relay.url));
  const console = await Console.signIn(people.agent, relay);
  await widget.open();
  await widget.say(marked);
  await console.rows.filter({ hasText: 'See this and that' }).click();
  await console.say(marked);
  await widget.log.locator('.theirs .written pre').waitFor();
  const once = { strong: ['this'], em: ['that'], li: ['one code', 'two'], blockquote: ['quoted'], pre: ['if (a < b) *stop*;'], a: ['sizes'] };
  const twice = Object.fromEntries(Object.entries(once).map(([name, texts]) => [name, [...texts, ...texts]]));
  assert.deepEqual(await elementsOf(widget.log), twice);
  await console.log.locator('.ours .written pre').waitFor();
  assert.deepEqual(await elementsOf(console.log), twice);

  await widget.say(hostile);
  await console.log.getByText('<script>globalThis.hit=1</script>').waitFor();
  for (const { log, page } of [widget, console]) {
    assert.equal(await log.locator('.written :is(img, script)').count(), 0);
    const addresses = await log.locator('.written a').evaluateAll((links) => links.map((link) => link.href));
    assert.deepEqual(addresses.slice(2), ['https://bank.example/', 'https://evil.example/']);
    await assertNothingSerious(page, 'words');
    for (const frame of page.frames()) assert.equal(await frame.evaluate(() => globalThis.hit), undefined);
  }
  await Promise.all([people.shopper.close(), people.agent.close()]);
});
