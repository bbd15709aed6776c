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

  constructor(context) {
    this.context = context;
    context.setDefaultTimeout(stepMsMax);
  }

  async open(url) {
    const page = await this.context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    if (url) await page.goto(url);
    return page;
  }

  async close() {
    await this.context.close();
  }
}
