// SPDX-License-Identifier: Apache-2.0
// More connections than the relay may have descriptors. Those who talk go on talking, it does not
// spin, and who comes later is served when some are free again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';

import { Relay } from '../e2e/support/relay.mjs';
import { readLog } from './support/database.mjs';
import { Dice } from './support/dice.mjs';
import { Shop } from './support/shop.mjs';

const descriptors = 64;
const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000_000);

/** CPU time of a process so far (proc(5): utime and stime, in the 100 ticks a second of Linux's interface). */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A connection that begins a request and says no more. */
async function silent(port) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\n');
  return socket;
}

test(`${2 * descriptors} silent connections on ${descriptors} descriptors: those who talk go on, nothing spins, newcomers are served later (TORTURE_SEED=${seed})`, { timeout: 300_000 }, async (t) => {
  const relay = await Relay.make();
  relay.before = ['prlimit', `--nofile=${descriptors}:${descriptors}`];
  const shop = new Shop(relay, new Dice(seed), { shoppers: 3, rowsMax: 10_000 });
  const floods = [];
  t.after(async () => {
    shop.leave();
    for (const socket of floods) socket.destroy();
    await relay.stop();
  });
  await relay.run();
  await shop.open();
  const { changes, ledger } = shop;
  const acknowledgedMore = (wanted) => {
    const goal = ledger.acknowledged.size + wanted;
    return changes.until(() => ledger.acknowledged.size >= goal, `${wanted} more acknowledgements`, { told: () => relay.output.slice(-2000) });
  };
  await changes.until(() => shop.people.every(({ link }) => link.state === 2), 'everybody to be connected');
  await acknowledgedMore(20);

  const flood = async () => {
    const before = relay.output.length;
    const sockets = [];
    while (sockets.length < 2 * descriptors) sockets.push(await silent(relay.port));
    floods.push(...sockets);
    await relay.says('accept_failed', before);
    return sockets;
  };

  const first = await flood();
  await acknowledgedMore(50);
  for (const socket of first) socket.destroy();
  shop.more();
  await changes.until(() => shop.shoppers.at(-1).link.state === 2, 'a newcomer to be connected');
  await acknowledgedMore(20);
  shop.close();
  await shop.settle();

  // Nobody talks: until the first of the silent has had its time the relay has nothing to do.
  const second = await flood();
  const [began, cpuBegan] = [performance.now(), cpuMs(relay.pid)];
  await Promise.race(second.map((socket) => once(socket, 'close')));
  const [waitedMs, workedMs] = [performance.now() - began, cpuMs(relay.pid) - cpuBegan];
  assert.ok(workedMs < waitedMs / 2, `${workedMs} ms of work in ${waitedMs} ms without any`);
  assert.equal(relay.output.split('\nready').length, 2, 'it was started once');
  await relay.end();
  assert.deepEqual(ledger.heldAgainst(readLog(relay.data)), []);
});
