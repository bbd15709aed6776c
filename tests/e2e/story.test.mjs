// SPDX-License-Identifier: Apache-2.0
// The main job, done by two people in two browsers over the real relay: a shopper asks, an agent
// answers, both see how far their words have come, and nothing is lost when pages are loaded again
// or the relay goes down between two messages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };
const question = '你好, is the blue kettle in stock? 🫖';
const answer = 'Yes: eleven of them. Shall I set one aside for you?';

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

async function twoPeople() {
  const people = { shopper: await browser.profile(), agent: await browser.profile() };
  const widget = new Widget(await people.shopper.open(relay.url));
  const console = await Console.signIn(people.agent, relay);
  const leave = () => Promise.all([people.shopper.close(), people.agent.close()]);
  return { ...people, widget, console, leave };
}

test('a shopper asks, an agent answers, both are delivered and read, and both reload with the whole history', patience, async () => {
  const { shopper, agent, widget, console, leave } = await twoPeople();

  await widget.open();
  await widget.say(question);
  await console.rows.filter({ hasText: question }).waitFor();
  await widget.isNow('Delivered');
  await console.open(question);
  await widget.isNow('Read');

  // With the panel closed the reply arrives without being seen.
  await widget.button.click();
  await console.say(answer);
  await console.isNow('Delivered');
  await widget.open();
  await widget.sees(answer);
  await console.isNow('Read');

  await widget.page.reload();
  await new Widget(widget.page).open();
  await widget.sees(question);
  await widget.sees(answer);
  await console.page.reload();
  await console.sees(question);
  await console.sees(answer);

  const stranger = await browser.profile();
  const other = new Widget(await stranger.open(relay.url));
  await other.open();
  await other.frame.getByText('Morning Kiln').first().waitFor();
  assert.equal(await other.frame.getByText(question).count(), 0);
  assert.equal(await other.frame.getByText(answer).count(), 0);
  await stranger.close();

  assert.deepEqual([...shopper.errors, ...agent.errors], []);
  await leave();
});

for (const signal of ['SIGTERM', 'SIGKILL']) {
  test(`after ${signal} to the relay both sides come back by themselves and lose nothing`, patience, async () => {
    const { widget, console, leave } = await twoPeople();
    const words = (text) => `${text} (${signal})`;
    await widget.open();
    await widget.say(words('before'));
    await console.open(words('before'));

    await relay.end(signal);
    // Written while nobody listens: kept on both sides.
    await widget.say(words('shopper, meanwhile'));
    await console.say(words('agent, meanwhile'));
    await relay.run();

    await widget.sees(words('agent, meanwhile'));
    await console.sees(words('shopper, meanwhile'));
    await widget.say(words('shopper, after'));
    await console.sees(words('shopper, after'));
    await console.say(words('agent, after'));
    await widget.sees(words('agent, after'));

    const said = (log) => log.getByText(`(${signal})`).allTextContents();
    const everything = ['before', 'shopper, meanwhile', 'agent, meanwhile', 'shopper, after', 'agent, after'].map(words);
    assert.deepEqual((await said(widget.log)).sort(), [...everything].sort());
    assert.deepEqual(await said(console.log), await said(widget.log));
    await leave();
  });
}
