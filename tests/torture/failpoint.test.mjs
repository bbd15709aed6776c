// SPDX-License-Identifier: Apache-2.0
// The worst moment to die: the row is committed, and who wrote it has not been told. A build of the
// relay for tests alone can be made to die there; the one that is shipped cannot.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Relay, built } from '../e2e/support/relay.mjs';
import { demoShop } from '../e2e/support/shop-page.mjs';
import { readLog } from './support/database.mjs';
import { Person, statuses } from './support/person.mjs';
import { Changes } from './support/until.mjs';

const killing = 'FAILPOINT_KILL_AFTER_COMMIT';
const failing = 'FAILPOINT_FAIL_SYNC';
const patience = { timeout: 180_000 };

test('the relay that is shipped has no failpoint; the one for tests has', () => {
  for (const variable of [killing, failing, 'FAILPOINT']) {
    const holds = (binary) => readFileSync(built(binary)).includes(variable);
    assert.equal(holds('shopbell-relay-failpoints'), true);
    assert.equal(holds('shopbell-relay'), false);
  }
});

// The relay dies when so many rows are committed, the first of which opens the conversation.
for (const rows of [1, 3]) {
  test(`killed between commit ${rows} and its acknowledgement: stored once, shown once as delivered, seen once by the agent`, patience, async (t) => {
    const relay = await Relay.start({ binary: 'shopbell-relay-failpoints' });
    const people = [];
    t.after(async () => {
      for (const person of people) person.close();
      await relay.stop();
    });
    const changes = new Changes();
    const acknowledged = [];
    const on = { changed: () => changes.changed() };
    const agent = await Person.agent('bo', relay, 'bo@demo.shop', on);
    const shopper = Person.shopper('ann', relay, await demoShop(relay), { ...on, acknowledged: (conv, mid, seq) => acknowledged.push(seq) });
    people.push(agent, shopper);
    await relay.end();

    relay.environment = { [killing]: String(rows) };
    await relay.run();
    for (const person of people) person.open();
    const online = () => agent.link.state === 2 && shopper.link.state === 2;
    await changes.until(online, 'both to be connected');
    const words = Array.from({ length: rows }, (_, i) => `word ${i + 1}`);
    for (const [i, body] of words.entries()) {
      shopper.say(body);
      if (i + 1 < rows) await changes.until(() => acknowledged.length === i + 1, `acknowledgement ${i + 1}`);
    }
    assert.deepEqual(await relay.ended(), [null, 'SIGKILL']);
    assert.equal(acknowledged.length, rows - 1, 'the last row was not acknowledged');
    const committed = readLog(relay.data);
    assert.equal(committed.length, rows, 'the last row is committed');

    relay.environment = {};
    await relay.run();
    for (const person of people) person.poke();
    const own = () => [...shopper.rows.values()].filter(({ mine }) => mine);
    await changes.until(() => own().length === rows && own().at(-1).status === statuses.delivered, 'the last row to be delivered', {
      told: () => JSON.stringify(own().map(({ body, status }) => [body, status])),
    });
    agent.look(new Uint8Array(Buffer.from(committed[0].conv, 'hex')));
    const seen = () => [...agent.rows.values()].sort((a, b) => a.seq - b.seq).map(({ body }) => body);
    await changes.until(() => seen().length >= rows, 'the agent to see every row');
    for (const person of people) person.close();
    await relay.end();
    assert.deepEqual(own().map(({ body }) => body), words);
    assert.deepEqual(seen(), words);
    assert.deepEqual(readLog(relay.data), committed, 'stored once');
    assert.equal(committed.at(-1).mid, own().at(-1).mid);
  });
}

test('a sync that fails ends the relay unacknowledged; started again it takes the row once', patience, async (t) => {
  const relay = await Relay.start({ binary: 'shopbell-relay-failpoints' });
  const changes = new Changes();
  const acknowledged = [];
  const shopper = Person.shopper('ann', relay, await demoShop(relay), {
    changed: () => changes.changed(), acknowledged: (conv, mid, seq) => acknowledged.push(seq),
  });
  t.after(async () => {
    shopper.close();
    await relay.stop();
  });
  shopper.open();
  shopper.say('one');
  await changes.until(() => acknowledged.length === 1, 'the first acknowledgement');
  await relay.end();

  relay.environment = { [failing]: '1' };
  await relay.run();
  shopper.poke();
  shopper.say('two');
  assert.deepEqual(await relay.ended(), [1, null]);
  assert.match(relay.output, /"store_broken".*"COMMIT: disk I\/O error/);
  assert.deepEqual(acknowledged, [1]);

  relay.environment = {};
  await relay.run();
  shopper.poke();
  await changes.until(() => shopper.link.state === 2 && shopper.link.queued === 0, 'the row to go out');
  await relay.end();
  assert.deepEqual(readLog(relay.data).map(({ seq }) => seq), [1, 2]);
});
