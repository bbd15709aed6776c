// SPDX-License-Identifier: Apache-2.0
// A relay of the next version, as far as a browser asks for the console's files: in the place of the
// relay, on its port, with a page that names itself. It speaks no protocol.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = new URL('../../../build/web/', import.meta.url);

export class NewerConsole {
  #server;

  /** `damaged`: a page that does not fit its hash. */
  static async start(port, { damaged = false } = {}) {
    const files = new Map(JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')).map((file) => [file.path, file]));
    const read = ({ file }) => readFileSync(new URL(file, folder), 'utf8');
    const page = files.get('/console');
    const newerPage = read(page).replace('<html ', '<html data-version="newer" ');
    const hash = `sha384-${createHash('sha384').update(newerPage).digest('base64')}`;
    const worker = read(files.get('/console/service-worker.js'))
      .replace(/name:"[0-9a-f]{12}"/, 'name:"newer"')
      .replace(page.integrity, damaged ? page.integrity : hash);
    const changed = new Map([['/console', newerPage], ['/console/service-worker.js', worker]]);
    const it = new NewerConsole();
    it.#server = createServer((request, response) => {
      const file = files.get(request.url);
      if (!file) return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Type': file.type, 'Service-Worker-Allowed': '/console', 'Cache-Control': 'no-cache' });
      response.end(changed.get(request.url) ?? readFileSync(new URL(file.file, folder)));
    }).listen(port, '127.0.0.1');
    await once(it.#server, 'listening');
    it.#server.unref();
    return it;
  }

  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
