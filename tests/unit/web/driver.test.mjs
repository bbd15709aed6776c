// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate } from 'node:timers';

import { load } from './sources.mjs';

const { Driver } = await load('web/bridge/driver');
const start = { role: 1, shop: 'tea', rootHash: new Uint8Array(32), relayOrigin: 'ws://relay.test', seed: new Uint8Array(32), keys: null, stored: [], follow: false };
// Everything that waits for nothing but its turn has run.
const turn = () => new Promise((resolve) => setImmediate(resolve));

// A core that answers each event with what `answers` says, and a shell that notes what it is asked.
function scene(answers, { storeFails = false } = {}) {
  const batches = [];
  const asked = [];
  const views = [];
  const failures = [];
  let on;
  const core = {
    handle(events) {
      batches.push(events.map(({ type }) => type));
      return [...events.flatMap((event) => answers[event.type] ?? []), { type: 'Deadline', at: answers.deadline?.() ?? 0 }];
    },
  };
  const shell = {
    connect: (url, events) => {
      asked.push(`connect ${url}`);
      on = events;
    },
    send: (frame) => asked.push(`send ${frame.length}`),
    disconnect: (code) => asked.push(`disconnect ${code}`),
    store: async (puts, removes, term) => {
      asked.push(`store ${puts.length} ${removes.length} ${term}`);
      if (storeFails) throw new Error('no room');
    },
  };
  const driver = new Driver(core, shell, (effects) => views.push(...effects), (error) => failures.push(String(error)));
  return { driver, core, shell, batches, asked, views, failures, socket: () => on };
}

test('a Session dials the relay it was started with, and hears what its socket says', async () => {
  const { driver, batches, asked, socket } = scene({ Start: [{ type: 'Connect' }] });
  driver.start(start);
  await turn();
  assert.deepEqual(asked, ['connect ws://relay.test/ws']);
  socket().open();
  socket().frame(new Uint8Array(3));
  socket().close(1006);
  await turn();
  assert.deepEqual(batches, [['Start'], ['SocketOpened', 'SocketFrame', 'SocketClosed']]);
});

test('what happens before the core is here waits for it', async () => {
  let arrive;
  const { core, shell, batches } = scene({});
  const driver = new Driver(new Promise((resolve) => (arrive = resolve)), shell, () => undefined);
  driver.start(start);
  driver.dispatch({ type: 'Poke' });
  await turn();
  assert.deepEqual(batches, []);
  arrive(core);
  await turn();
  assert.deepEqual(batches, [['Start', 'Poke']]);
});

test('a core that does not come is a Session that is over', async () => {
  const { shell, failures } = scene({});
  new Driver(Promise.reject(new Error('no wasm')), shell, () => undefined, (error) => failures.push(String(error))).start(start);
  await turn();
  assert.deepEqual(failures, ['Error: no wasm']);
});

test('the disk is written with the right that the Session began with', async () => {
  const { driver, asked } = scene({ Start: [{ type: 'Store', id: 1, puts: [], removes: [] }] });
  driver.start(start, 7);
  await turn();
  assert.deepEqual(asked, ['store 0 0 7']);
});

test('events of one turn are one batch, in their order', async () => {
  const { driver, batches } = scene({});
  driver.start(start);
  driver.dispatch({ type: 'Poke' });
  driver.dispatch({ type: 'Write', conv: null, on: true });
  await turn();
  assert.deepEqual(batches, [['Start', 'Poke', 'Write']]);
});

test('what only a screen can carry out reaches the screen, the rest does not', async () => {
  const { driver, asked, views } = scene({
    Start: [{ type: 'Send', frame: new Uint8Array(7) }, { type: 'ConnectionChanged', state: 1 }, { type: 'Disconnect', code: 1000 }],
  });
  driver.start(start);
  await turn();
  assert.deepEqual(views.map(({ type }) => type), ['ConnectionChanged']);
  assert.deepEqual(asked, ['send 7', 'disconnect 1000']);
});

test('the Session hears whether its rows are on disk', async () => {
  for (const storeFails of [false, true]) {
    const heard = [];
    const { driver, core } = scene({ Start: [{ type: 'Store', id: 5, puts: [{ key: 'a', value: new Uint8Array(1) }], removes: ['b'] }] }, { storeFails });
    const handle = core.handle;
    core.handle = (events) => {
      heard.push(...events.filter(({ type }) => type === 'StoreDone'));
      return handle(events);
    };
    driver.start(start);
    await turn();
    assert.deepEqual(heard, [{ type: 'StoreDone', id: 5, ok: !storeFails }]);
  }
});

// Timers that only tick() moves. node:test has its own from Node 20 on; that of 18 clears nothing.
function mockTimers() {
  const waiting = new Map();
  let now = 0;
  let last = 0;
  mock.method(globalThis, 'setTimeout', (run, delayMs) => {
    waiting.set(++last, { run, at: now + delayMs });
    return last;
  });
  mock.method(globalThis, 'clearTimeout', (id) => waiting.delete(id));
  return {
    tick(ms) {
      now += ms;
      for (const [id, { run, at }] of waiting) if (at <= now && waiting.delete(id)) run();
    },
    restore: () => mock.restoreAll(),
  };
}

test('the deadline wakes the Session, and a new one replaces it', async () => {
  const timers = mockTimers();
  try {
    let at = performance.now() + 1000;
    const { driver, batches } = scene({ deadline: () => at });
    driver.start(start);
    await turn();
    at = performance.now() + 60_000;
    driver.dispatch({ type: 'Poke' });
    await turn();
    timers.tick(2000);
    await turn();
    assert.deepEqual(batches, [['Start'], ['Poke']]);
    at = 0;
    timers.tick(60_000);
    await turn();
    assert.deepEqual(batches.at(-1), ['Wake']);
  } finally {
    timers.restore();
  }
});

test('a stopped Session hangs up and hears nothing more', async () => {
  const { driver, batches, asked } = scene({});
  driver.start(start);
  await turn();
  driver.stop();
  driver.dispatch({ type: 'Poke' });
  await turn();
  assert.deepEqual(batches, [['Start']]);
  assert.deepEqual(asked, ['disconnect 1000']);
});

test('a core that traps ends its Session, and says so once', async () => {
  const { driver, core, asked, failures } = scene({});
  driver.start(start);
  await turn();
  core.handle = () => {
    throw new Error('unreachable');
  };
  driver.dispatch({ type: 'Poke' });
  await turn();
  driver.dispatch({ type: 'Poke' });
  await turn();
  assert.deepEqual(failures, ['Error: unreachable']);
  assert.deepEqual(asked, ['disconnect 1000']);
});
