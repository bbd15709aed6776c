// SPDX-License-Identifier: Apache-2.0
// Chromium for a test file, and profiles in it: each is a person of its own, with storage of its
// own. What a page logs as an error is kept, so that a test can ask for it or for its absence.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

/** Chromium without the windows and services around its pages: half the work. */
export const executablePath = '/usr/bin/chromium-headless-shell';
/** All of Chromium. Only it keeps a page for "back", and tells a page reliably that it is idle. */
export const wholeBrowser = '/usr/bin/chromium';
/** A step that takes longer has failed: nothing here needs seconds. */
export const stepMsMax = 20_000;
export const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** A microphone that beeps, and that every page is given. */
export const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Presses a "Retry now", unless the connection comes back by itself before that. */
export async function retryNow(button) {
  await Promise.race([button.click().catch(() => undefined), button.waitFor({ state: 'hidden' })]);
}

export class Browser {
  #browser;

  /** `more`: flags besides those of every browser here. */
  static async start(executable = executablePath, more = []) {
    const it = new Browser();
    it.#browser = await chromium.launch({ executablePath: executable, args: [...args, ...more] });
    return it;
  }

  /** A fresh person. `options` are those of a Playwright context (locale, viewport, colorScheme, ...). */
  async profile(options = {}) {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
    return new Profile(context);
  }

  async stop() {
    await this.#browser?.close();
  }
}

/** One person's browser with a folder of its own on the disk, so that its process may be killed and started again. */
export class KeptBrowser {
  #child;
  #browser;
  folder = mkdtempSync(join(tmpdir(), 'shopbell-browser-'));

  #executable;

  static async start(executable = executablePath) {
    const it = new KeptBrowser();
    it.#executable = executable;
    await it.run();
    return it;
  }

  async run() {
    const child = spawn(this.#executable, [...args, '--remote-debugging-port=0', `--user-data-dir=${this.folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A process group of its own: what ends it must end its network and storage processes as well,
      // or they hold cache and databases when the next one starts on the same folder.
      detached: true,
    });
    this.#child = child;
    const address = await new Promise((resolve, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`the browser ended (${code ?? signal}) before it listened`)));
      createInterface({ input: child.stderr }).on('line', (line) => {
        const [, url] = /^DevTools listening on (ws:.*)$/.exec(line) ?? [];
        if (url) resolve(url);
      });
    });
    this.#browser = await chromium.connectOverCDP(address);
    this.profile = new Profile(this.#browser.contexts()[0]);
  }

  /** As a power cut ends it. */
  async kill() {
    const exit = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await exit;
  }

  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    // The last of them may still be on its way out.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

export class Profile {
  /** Errors that any page of this profile has logged or thrown. */
  errors = [];
  #listeners = new Set();

  constructor(context) {
    this.context = context;
    context.setDefaultTimeout(stepMsMax);
  }

  async open(url) {
    const page = await this.context.newPage();
    const note = (text) => {
      this.errors.push(text);
      for (const listener of this.#listeners) listener(text);
    };
    page.on('console', (message) => {
      if (message.type() === 'error') note(message.text());
    });
    page.on('pageerror', (error) => note(String(error)));
    if (url) await page.goto(url);
    return page;
  }

  /** Waits until an error that `fits` has been logged, unless there is one already. */
  async hasLogged(fits) {
    if (this.errors.some(fits)) return;
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not among the logged errors:\n${this.errors.join('\n')}`)), stepMsMax);
      this.#listeners.add((text) => {
        if (!fits(text)) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async close() {
    await this.context.close();
  }
}
