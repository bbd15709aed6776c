// SPDX-License-Identifier: Apache-2.0
// The disk fills up under a busy relay, again and again, to the last byte or nearly. It answers all the
// while, loses nothing that it acknowledged, and goes on when there is room.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Relay } from '../e2e/support/relay.mjs';
import { readLog } from './support/database.mjs';
import { Dice } from './support/dice.mjs';
import { Shop } from './support/shop.mjs';
import { SmallDisk } from './support/small-disk.mjs';

const patience = { timeout: 300_000 };
const rounds = 12;
/** Room for all that is written meanwhile, and soon filled. */
const diskBytes = 32 << 20;
const codes = { chain: 12, retry: 13, rateLimited: 15 };
const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000_000);

async function scene(t, bytes) {
  const disk = SmallDisk.make(bytes);
  const relay = await Relay.make({ folder: disk.folder });
  const shop = new Shop(relay, new Dice(seed), { rowsMax: 10_000 });
  t.after(async () => {
    shop.leave();
    disk.makeRoom();
    await relay.stop();
    disk.remove();
  });
  await relay.run();
  return { disk, relay, shop };
}

const count = (text, part) => text.split(part).length - 1;
const page = async (relay, path) => {
  const response = await fetch(relay.url + path);
  return [response.status, (await response.text()).trim()];
};

test(`the disk is filled ${rounds} times under load: refused with retry, still answering, nothing acknowledged lost, and on again with room (TORTURE_SEED=${seed})`, patience, async (t) => {
  const { disk, relay, shop } = await scene(t, diskBytes);
  const { changes, ledger, dice } = shop;
  await shop.open();
  const acknowledgedMore = (wanted) => {
    const goal = ledger.acknowledged.size + wanted;
    return changes.until(() => ledger.acknowledged.size >= goal, `${wanted} more acknowledgements`, { told: () => relay.output.slice(-2000) });
  };
  await acknowledgedMore(20);
  for (let round = 1; round <= rounds; round++) {
    const refusedBefore = ledger.refused.length;
    // Where the relay does not yet refuse by itself, a commit of several rows may meet the end.
    disk.fill(round % 3 === 0 ? 0 : disk.lowBytes + dice.below(60_000));
    await changes.until(() => ledger.refused.length > refusedBefore, 'a refusal', { told: () => `${disk.freeBytes} bytes are free. ${relay.output.slice(-2000)}` });
    assert.deepEqual(await page(relay, '/healthz'), [200, 'ok']);
    if (round % 3 === 0) assert.deepEqual(await page(relay, '/readyz'), [503, 'the disk takes no writes']);
    disk.makeRoom();
    shop.poke();
    await acknowledgedMore(10);
    assert.deepEqual(await page(relay, '/readyz'), [200, 'ready']);
  }
  shop.close();
  await shop.settle();
  // Who is refused sends again, and what followed the refused row no longer fits: all of it passes.
  for (const { code, message } of ledger.refused) {
    assert.ok([codes.chain, codes.rateLimited, codes.retry].includes(code), `code ${code}: ${message}`);
    if (code === codes.retry) assert.equal(message, "the relay's disk is full");
  }
  assert.match(relay.output, /"store_refuses","reason":".*(almost full|database or disk is full)/);
  assert.equal(count(relay.output, 'store_broken'), 0);
  assert.equal(count(relay.output, '\nready'), 1, 'it was started once');
  await relay.end();
  assert.deepEqual(ledger.heldAgainst(readLog(relay.data)), []);
});

test('killed on a full disk: it starts again on it, answers and refuses, and has everything when there is room', patience, async (t) => {
  const { disk, relay, shop } = await scene(t, diskBytes);
  const { changes, ledger } = shop;
  await shop.open();
  await changes.until(() => ledger.acknowledged.size > 30, 'acknowledgements');
  for (const signal of ['SIGKILL', 'SIGTERM']) {
    const refusedBefore = ledger.refused.length;
    disk.fill();
    await changes.until(() => ledger.refused.length > refusedBefore, 'a refusal');
    await relay.end(signal);
    await relay.run();
    shop.poke();
    assert.deepEqual(await page(relay, '/healthz'), [200, 'ok']);
    const refusedAgain = ledger.refused.length;
    await changes.until(() => ledger.refused.length > refusedAgain, 'a refusal by the relay that started on a full disk');
    // Not before: closing may have made a little room, which the first writes fill.
    assert.deepEqual(await page(relay, '/readyz'), [503, 'the disk takes no writes']);
    disk.makeRoom();
    const acknowledged = ledger.acknowledged.size;
    await changes.until(() => ledger.acknowledged.size > acknowledged, 'an acknowledgement');
  }
  shop.close();
  await shop.settle();
  await relay.end();

  // Its log was closed, and another takes the room of it.
  disk.fill();
  await assert.rejects(relay.run(), /the relay ended \(1\).*database or disk is full/s);
  disk.makeRoom();
  await relay.run();
  await relay.end();
  assert.deepEqual(ledger.heldAgainst(readLog(relay.data)), []);
});
