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

import { args, executablePath, stepMsMax } from './browser.mjs';

export class BareBrowser {
  #child;
  #devtools;
  #folder = mkdtempSync(join(tmpdir(), 'shopbell-bare-'));

  static async start() {
    const it = new BareBrowser();
    it.#child = spawn(executablePath, [...args, '--remote-debugging-port=0', `--user-data-dir=${it.#folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const address = await new Promise((resolve, reject) => {
      it.#child.once('exit', (code, signal) => reject(new Error(`the browser ended (${code ?? signal}) before it listened`)));
      createInterface({ input: it.#child.stderr }).on('line', (line) => {
        const [, url] = /^DevTools listening on (ws:.*)$/.exec(line) ?? [];
        if (url) resolve(url);
      });
    });
    it.#devtools = await Devtools.connect(address);
    return it;
  }

  async open(url) {
    const { targetId } = await this.#devtools.ask('Target.createTarget', { url: 'about:blank' });
    return BareTab.attach(new URL(`/devtools/page/${targetId}`, this.#devtools.url).href, url);
  }

  async stop() {
    const exit = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await exit;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Resolves as `promise` does; a browser that says nothing for as long as a step may take has failed. */
function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the browser did not answer ${what} in ${stepMsMax} ms`)), stepMsMax);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One connection of the DevTools protocol: questions, each with its answer, and the page's load event. */
class Devtools {
  #socket;
  #asked = new Map();
  #lastId = 0;
  #loaded = () => undefined;
  url;

  static async connect(url) {
    const it = new Devtools();
    it.url = url;
    it.#socket = new WebSocket(url);
    it.#socket.on('message', (data) => it.#hear(JSON.parse(data)));
    await inTime(once(it.#socket, 'open'), url);
    return it;
  }

  #hear({ id, result, method }) {
    if (method === 'Page.loadEventFired') this.#loaded();
    this.#asked.get(id)?.(result ?? {});
    this.#asked.delete(id);
  }

  ask(method, params = {}) {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return inTime(new Promise((resolve) => this.#asked.set(id, resolve)), method);
  }

  /** Asks for what loads a page, and waits until it has. */
  async load(method, params) {
    const loaded = new Promise((resolve) => (this.#loaded = resolve));
    await this.ask(method, params);
    await inTime(loaded, `${method} with a load event`);
  }

  async closed() {
    await inTime(once(this.#socket, 'close'), 'Page.close');
  }
}

class BareTab {
  #devtools;

  static async attach(debuggerUrl, url) {
    const it = new BareTab();
    it.#devtools = await Devtools.connect(debuggerUrl);
    await it.#devtools.ask('Page.enable');
    await it.#devtools.load('Page.navigate', { url });
    return it;
  }

  async close() {
    const closed = this.#devtools.closed();
    this.#devtools.ask('Page.close').catch(() => undefined);
    await closed;
  }

  reload() {
    return this.#devtools.load('Page.reload');
  }

  /** Runs it in the page; undefined while the page is being replaced. */
  async evaluate(run, ...values) {
    const expression = `(${run})(...${JSON.stringify(values)})`;
    const { result } = await this.#devtools.ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
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
