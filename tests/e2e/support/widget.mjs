// SPDX-License-Identifier: Apache-2.0
// The widget on a page as a shopper finds it: by accessible names alone.

export class Widget {
  constructor(page) {
    this.page = page;
    this.button = page.getByRole('button', { name: 'Chat with us' });
    this.frame = page.frameLocator('iframe[title="Chat"]');
    this.log = this.frame.getByRole('log');
    this.field = this.frame.getByRole('textbox', { name: 'Message' });
    this.send = this.frame.getByRole('button', { name: 'Send', exact: true });
    this.status = this.frame.getByRole('status');
    this.alert = this.frame.getByRole('alert');
  }

  /** On a page that is opened for it. */
  static async on(profile, url) {
    const widget = new Widget(await profile.open(url));
    await widget.open();
    return widget;
  }

  async open() {
    await this.button.click();
    await this.field.waitFor();
  }

  async say(text) {
    await this.field.fill(text);
    await this.send.click();
  }

  /**
   * The same without the browser's keyboard, whose input Chromium loses in a tab that was reloaded
   * behind another: the field has the focus and its document says so, and no event of it arrives.
   */
  async put(text) {
    await this.field.evaluate((field, words) => {
      field.value = words;
      field.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
    }, text);
    await this.send.click();
  }

  /** Waits until the transcript shows this text. */
  async sees(text) {
    await this.log.getByText(text, { exact: true }).waitFor();
  }

  /** Waits until the relay has the last own message, whoever has seen it since. */
  async isThere() {
    await this.log.getByText(/^(Sent|Delivered|Read)$/).waitFor();
  }

  /** Waits for the status word under the last own message. */
  async isNow(word) {
    await this.log.getByText(word, { exact: true }).waitFor();
  }

  /** Waits until this browser's disk, too, has nothing to send: a moment after its screen. */
  async hasNothingToSend() {
    await this.page.waitForFunction(
      () =>
        new Promise((resolve) => {
          const opening = window.indexedDB.open('shopbell');
          opening.onsuccess = () => {
            const keys = opening.result.transaction('kept').objectStore('kept').getAllKeys();
            keys.onsuccess = () => {
              opening.result.close();
              resolve(!keys.result.some((path) => path[2].startsWith('out/')));
            };
          };
        }),
    );
  }
}
