// SPDX-License-Identifier: Apache-2.0
// The example bot (native core) answers a shopper that shares no code with it: both speak what
// docs/protocol.md says, through the real relay.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PlainShopper } from './support/plain-shopper.mjs';
import { Relay } from './support/relay.mjs';

const binary = fileURLToPath(new URL('../../build/native/echo-bot', import.meta.url));
const patience = { timeout: 60_000 };

let relay;
before(async () => (relay = await Relay.start()));
after(() => relay.stop());

async function startBot() {
  const bot = spawn(binary, ['127.0.0.1', `${relay.port}`, 'bo@demo.shop'], {
    env: { ...process.env, SHOPBELL_PASSPHRASE: 'demo-demo-demo' }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(createInterface({ input: bot.stdout }), 'line'),
    once(bot, 'exit').then(([code]) => assert.fail(`the bot ended with ${code} before it was ready`)),
  ]);
  return bot;
}

async function stopBot(bot) {
  const exit = once(bot, 'exit');
  process.kill(bot.pid, 'SIGTERM');
  assert.deepEqual(await exit, [0, null]);
}

test('the echo bot says back what a client in another language wrote', patience, async () => {
  const bot = await startBot();
  const shopper = await PlainShopper.ask(relay, '你好 🫖');
  const own = await shopper.next();
  assert.deepEqual([own.seq, own.mine, own.words], [1, true, '你好 🫖']);
  const answer = await shopper.next();
  assert.deepEqual([answer.seq, answer.mine, answer.words], [2, false, '你好 🫖']);
  assert.ok(answer.agent);
  await shopper.close();
  await stopBot(bot);
});

test('the echo bot says what is wrong with its sign-in', patience, async () => {
  const bot = spawn(binary, ['127.0.0.1', `${relay.port}`, 'bo@demo.shop'], {
    env: { ...process.env, SHOPBELL_PASSPHRASE: 'not the passphrase' }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  bot.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(bot, 'close');
  assert.equal(code, 1);
  assert.match(said, /\/v1\/login: ./);
});
