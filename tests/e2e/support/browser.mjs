// SPDX-License-Identifier: Apache-2.0
// Chromium for a test file, and profiles in it: each is a person of its own, with storage of its
// own. What a page logs as an error is kept, so that a test can ask for it or for its absence.
import { chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
/** A step that takes longer has failed: nothing here needs seconds. */
const stepMsMax = 20_000;
const args = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Browser {
  #browser;

  static async start() {
    const it = new Browser();
    it.#browser = await chromium.launch({ executablePath, args });
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
