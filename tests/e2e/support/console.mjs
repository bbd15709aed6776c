// SPDX-License-Identifier: Apache-2.0
// The agents' console as an agent finds it: by accessible names alone.

export const demoPassphrase = 'demo-demo-demo';

export class Console {
  constructor(page) {
    this.page = page;
    this.list = page.getByRole('list', { name: 'Conversations' });
    this.rows = this.list.getByRole('listitem');
    this.log = page.getByRole('log');
    this.reply = page.getByRole('textbox', { name: 'Reply' });
    this.send = page.getByRole('button', { name: 'Send', exact: true });
    this.close = page.getByRole('button', { name: 'Close conversation' });
    this.transfer = page.getByRole('button', { name: 'Transfer' });
    this.more = page.getByRole('button', { name: 'More' });
    this.search = page.getByRole('combobox', { name: 'Search' });
    this.found = page.getByRole('listbox', { name: 'Search results' }).getByRole('option');
    this.banner = page.locator('.banners');
    this.details = page.getByRole('complementary', { name: 'Details' });
    this.account = page.getByRole('button', { name: 'Account menu' });
    this.notes = page.locator('.toasts');
  }

  static async signIn(profile, relay, email = 'bo@demo.shop', passphrase = demoPassphrase) {
    const console = new Console(await profile.open(`${relay.url}/console`));
    await console.signIn(email, passphrase);
    return console;
  }

  async signIn(email, passphrase) {
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.list.waitFor();
  }

  /** Waits until this browser can open the console by itself. */
  async isKeptForOffline() {
    await this.page.evaluate(async () => {
      const { serviceWorker } = navigator;
      await serviceWorker.ready;
      if (!serviceWorker.controller) await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    });
  }

  /** Opens the conversation whose last line holds this text. */
  async open(text) {
    await this.rows.filter({ hasText: text }).click();
    await this.sees(text);
  }

  async say(text) {
    await this.reply.fill(text);
    await this.send.click();
  }

  /** Waits until these words stand in the reply field of the conversation that is open. */
  async isDraft(words) {
    await this.page.waitForFunction((wanted) => document.getElementById('reply')?.value === wanted, words, { polling: 50 });
  }

  async sees(text) {
    await this.log.getByText(text, { exact: true }).waitFor();
  }

  /** Waits for the status word under the last own message. */
  async isNow(word) {
    await this.log.getByText(word, { exact: true }).waitFor();
  }

  async show(tab) {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  async choose(item) {
    await this.account.click();
    await this.page.getByRole(/sound|notifications/i.test(item) ? 'menuitemcheckbox' : 'menuitem', { name: item }).click();
  }
}
