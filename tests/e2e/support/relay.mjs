// SPDX-License-Identifier: Apache-2.0
// The relay binary on a free port with a fresh data folder, started for one test file and ended by
// its process id. It may be restarted on the same port and folder, gently or not.
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of the native build. */
export const built = (name) => fileURLToPath(new URL(`../../../build/native/${name}`, import.meta.url));

export class Relay {
  #child;
  #heard = new EventEmitter();
  /** Words in front of the command: what limits the process, as prlimit does. */
  before = [];
  /** What is added to its environment. */
  environment = {};
  /** What the relay has printed, both streams, since it was first started. */
  output = '';

  constructor(port, data, { demo = true, binary = 'shopbell-relay' } = {}) {
    this.port = port;
    this.data = data;
    this.demo = demo;
    this.binary = built(binary);
    if (!existsSync(this.binary)) throw new Error(`${this.binary} is missing: run ./dev build`);
    this.url = `http://127.0.0.1:${port}`;
  }

  /** On a free port and a fresh folder; not yet running. `demo`: with the demo shop, else empty. */
  static async make({ folder = tmpdir(), ...options } = {}) {
    return new Relay(await freePort(), mkdtempSync(join(folder, 'shopbell-e2e-')), options);
  }

  /** Resolves when the relay has said `ready`. */
  static async start(options) {
    const relay = await Relay.make(options);
    await relay.run();
    return relay;
  }

  get pid() {
    return this.#child.pid;
  }

  /** The flags that every command about this relay takes. */
  get flags() {
    return ['--listen', `127.0.0.1:${this.port}`, '--public-url', this.url, '--data', this.data];
  }

  async run() {
    const [command, ...words] = [...this.before, this.binary, 'serve', ...this.flags, `--demo=${this.demo}`];
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.environment } });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text) => {
      this.output += text;
      this.#heard.emit('text');
    });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the relay ended (${code ?? signal}) before it was ready:\n${this.output}`);
    });
    const ready = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.output += `${line}\n`;
        if (line === 'ready') resolve();
      });
    });
    ended.catch(() => undefined);
    await Promise.race([ready, ended]);
  }

  /** Resolves when it has printed this text, after as many characters. */
  async says(text, from = 0) {
    while (!this.output.includes(text, from)) await once(this.#heard, 'text');
  }

  /** Resolves when the process is gone, however it ended: [code, signal]. */
  async ended() {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return [child.exitCode, child.signalCode];
  }

  /** Ends the process, by default gently; resolves with its exit code, null after SIGKILL. */
  async end(signal = 'SIGTERM') {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    process.kill(child.pid, signal);
    return (await exit)[0];
  }

  async restart(signal) {
    await this.end(signal);
    await this.run();
  }

  /** Ends it and removes its data. */
  async stop() {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Runs another command of the binary on this relay's data and returns what it printed. */
  async command(name) {
    const child = spawn(this.binary, [name, ...this.flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`shopbell-relay ${name} ended with ${code}`);
    return text;
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
