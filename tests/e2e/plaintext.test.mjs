// SPDX-License-Identifier: Apache-2.0
// What the relay knows: nothing that was said. Its data folder, a dump of its whole memory and its
// logs are searched for the words; the same search finds a canary that was planted in the clear.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { AgentApi } from './support/agent-api.mjs';
import { Browser } from './support/browser.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const bot = fileURLToPath(new URL('../../build/native/echo-bot', import.meta.url));
const patience = { timeout: 120_000 };
const secrets = ['你好, is the blue kettle in stock? 🫖', 'blue kettle in stock', 'unguessable-page-parameter'];
const canary = 'planted canary: kettles are on sale';

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

async function startBot() {
  const child = spawn(bot, ['127.0.0.1', `${relay.port}`, 'bo@demo.shop'], {
    env: { ...process.env, SHOPBELL_PASSPHRASE: 'demo-demo-demo' }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

// The text as bytes, in the encodings that a program might keep it in.
const spellings = (text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
const holds = (bytes, text) => spellings(text).some((spelling) => bytes.includes(spelling));

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

// The process goes on running; gcore stops it for as long as it reads.
function memoryOf(pid) {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-core-'));
  try {
    execFileSync('gcore', ['-o', join(folder, 'core'), `${pid}`], { stdio: 'pipe' });
    return readFileSync(join(folder, `core.${pid}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('no word that was said is on disk, in memory or in the logs of the relay', patience, async () => {
  const ada = await AgentApi.signIn(relay.url, 'ada@demo.shop', 'demo-demo-demo');
  const { settings } = await (await ada.ask('/v1/shop')).json();
  const planted = await ada.ask('/v1/shop/settings', { method: 'PUT', body: { ...settings, greeting: canary } });
  assert.equal(planted.status, 200);

  const child = await startBot();
  const shopper = await browser.profile();
  const page = await shopper.open(`${relay.url}/?q=${secrets[2]}`);
  const widget = new Widget(page);
  await widget.open();
  await widget.say(secrets[0]);
  // The bot says the same back: twice in the log means that both ways have been travelled.
  await widget.log.getByText(secrets[0], { exact: true }).nth(1).waitFor();

  const memory = memoryOf(relay.pid);
  const disk = filesBelow(relay.data).map((path) => [path, readFileSync(path)]);
  assert.ok(holds(memory, canary), 'the search finds a clear text in memory');
  assert.ok(disk.some(([, bytes]) => holds(bytes, canary)), 'the search finds a clear text on disk');
  assert.ok(holds(Buffer.from(relay.output), 'ready'), 'the search finds a clear text in the output');
  for (const secret of secrets) {
    assert.ok(!holds(memory, secret), `memory holds "${secret}"`);
    assert.ok(!holds(Buffer.from(relay.output), secret), `the logs hold "${secret}"`);
    for (const [path, bytes] of disk) assert.ok(!holds(bytes, secret), `${path} holds "${secret}"`);
  }

  await shopper.close();
  const exit = once(child, 'exit');
  process.kill(child.pid, 'SIGTERM');
  await exit;
});
