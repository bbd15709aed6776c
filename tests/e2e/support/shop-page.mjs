// SPDX-License-Identifier: Apache-2.0
// A shop's page on a server of its own, so that a test can choose its headers: the demo shop takes
// any loopback origin.
import { once } from 'node:events';
import { createServer } from 'node:http';

export class ShopPage {
  #server;

  /** `html` is the page at every path; `headers` go with it. `port` for an origin that is known already. */
  static async start({ html, headers = {}, port = 0 }) {
    const it = new ShopPage();
    it.#server = createServer((request, response) => {
      const isPage = request.headers.accept?.includes('text/html');
      response.writeHead(isPage ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
      response.end(isPage ? html : '');
    }).listen(port, '127.0.0.1');
    await once(it.#server, 'listening');
    // A test that fails before stop() must not keep the process alive.
    it.#server.unref();
    it.url = `http://127.0.0.1:${it.#server.address().port}/`;
    return it;
  }

  /** A page with nothing on it but the relay's snippet. */
  static async of(relay) {
    return ShopPage.start({ html: `<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1>${await snippet(relay)}` });
  }

  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

/** The snippet as a shop writes it into its pages. */
export async function snippet(relay, attributes = '') {
  return `<script async src="${relay.url}/shopbell.js" data-shop="${await demoShop(relay)}" ${attributes}></script>`;
}

/** The demo shop's reference, SHOP.ROOTHASH, as the relay writes it into its storefront. */
export async function demoShop(relay) {
  const page = await (await fetch(relay.url)).text();
  const [, shop] = /data-shop="([^"]+)"/.exec(page) ?? [];
  if (!shop) throw new Error('the storefront carries no snippet');
  return shop;
}
