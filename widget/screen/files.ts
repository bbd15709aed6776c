// SPDX-License-Identifier: Apache-2.0
// Words and data that the frame, which has no network, has the page fetch for it.
import type { Handlers, Post } from '../../web/bridge/pipe';
import type { PinnedFile } from '../panel/config';

export class Files {
  readonly #waiting = new Map<string, (text: string) => void>();

  readonly handlers: Handlers = {
    file: (path: string, text: string) => {
      this.#waiting.get(path)?.(text);
      this.#waiting.delete(path);
    },
  };

  constructor(private readonly post: Post) {}

  /** `url`: a path on the relay. Rejects where it cannot be had. */
  read({ url, integrity }: PinnedFile): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(url, (text) => (text ? resolve(text) : reject(new Error(`${url} could not be loaded`))));
      this.post('file', url, integrity);
    });
  }
}
