// SPDX-License-Identifier: Apache-2.0
// Chromium with nothing attached but its tabs. Playwright attaches to service workers as well, and a
// worker under a debugger never counts as idle: it does not give way to the next version.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import WebSocket from 'ws';

const stepMsMax = 20_000;

export class BareBrowser {
  #child;
  #devtools;
  #folder = mkdtempSync(join(tmpdir(), 'shopbell-bare-'));

  static async start() {
    const it = new BareBrowser();
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${it.#folder}`];
    it.#child = spawn('/usr/bin/chromium', [...args, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    it.#devtools = await new Promise((resolve, reject) => {
      it.#child.once('exit', (code, signal) => reject(new Error(`the browser ended (${code ?? signal}) before it listened`)));
      createInterface({ input: it.#child.stderr }).on('line', (line) => {
        const [, host] = /^DevTools listening on ws:\/\/([^/]+)\//.exec(line) ?? [];
        if (host) resolve(`http://${host}`);
      });
    });
    return it;
  }

  async open(url) {
    const answer = await fetch(`${this.#devtools}/json/new?about:blank`, { method: 'PUT' });
    return BareTab.attach((await answer.json()).webSocketDebuggerUrl, url);
  }

  async stop() {
    const exit = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await exit;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

class BareTab {
  #socket;
  #asked = new Map();
  #lastId = 0;
  #loaded = () => undefined;

  static async attach(debuggerUrl, url) {
    const it = new BareTab();
    it.#socket = new WebSocket(debuggerUrl);
    it.#socket.on('message', (data) => it.#hear(JSON.parse(data)));
    await once(it.#socket, 'open');
    await it.#ask('Page.enable');
    await it.#loading('Page.navigate', { url });
    return it;
  }

  #hear({ id, result, method }) {
    if (method === 'Page.loadEventFired') this.#loaded();
    this.#asked.get(id)?.(result ?? {});
    this.#asked.delete(id);
  }

  #ask(method, params = {}) {
    this.#lastId += 1;
    this.#socket.send(JSON.stringify({ id: this.#lastId, method, params }));
    return new Promise((resolve) => this.#asked.set(this.#lastId, resolve));
  }

  async #loading(method, params) {
    const loaded = new Promise((resolve) => (this.#loaded = resolve));
    await this.#ask(method, params);
    await loaded;
  }

  async close() {
    const closed = once(this.#socket, 'close');
    void this.#ask('Page.close');
    await closed;
  }

  reload() {
    return this.#loading('Page.reload');
  }

  /** Runs it in the page; undefined while the page is being replaced. */
  async evaluate(run, ...values) {
    const expression = `(${run})(...${JSON.stringify(values)})`;
    const { result } = await this.#ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    return result?.value;
  }

  /** Waits until it comes true in the page, over reloads. */
  async waitFor(isTrue, ...values) {
    const end = Date.now() + stepMsMax;
    while (!(await this.evaluate(isTrue, ...values))) {
      // Asking is pause enough; a tab in the background draws no frames that one could wait for.
      if (Date.now() > end) throw new Error(`never came true in ${stepMsMax} ms: ${isTrue} of ${JSON.stringify(values)}`);
    }
  }

  shows(text) {
    return this.waitFor((wanted) => document.body.innerText.includes(wanted), text);
  }

  async fill(selector, text) {
    await this.waitFor((wanted) => document.querySelector(wanted) !== null, selector);
    await this.evaluate(
      (wanted, words) => {
        document.querySelector(wanted).focus();
        document.execCommand('insertText', false, words);
      },
      selector,
      text,
    );
  }

  async click(selector, text = '') {
    const find = (wanted, words) => [...document.querySelectorAll(wanted)].some((element) => element.innerText.includes(words));
    await this.waitFor(find, selector, text);
    await this.evaluate((wanted, words) => [...document.querySelectorAll(wanted)].find((element) => element.innerText.includes(words)).click(), selector, text);
  }
}
