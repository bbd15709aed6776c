// SPDX-License-Identifier: Apache-2.0
// Agents' pictures. The frame has no network: the page fetches them (from the relay alone), and the
// panel shows the bytes under a blob: address. Until one is here, or where there is none, the
// screen draws initials.
import type { Handlers, Post } from '../../web/bridge/pipe';

export class Pictures {
  readonly #addresses = new Map<string, string>();

  readonly handlers: Handlers = {
    picture: (path: string, bytes: ArrayBuffer, type: string) => {
      this.#addresses.set(path, URL.createObjectURL(new Blob([bytes], { type })));
      this.redraw();
    },
  };

  constructor(
    private readonly post: Post,
    private readonly redraw: () => void,
  ) {}

  /** Empty until it is here. */
  addressOf(path: string): string {
    const address = this.#addresses.get(path);
    if (address === undefined && path !== '') {
      this.#addresses.set(path, '');
      this.post('picture', path);
    }
    return address ?? '';
  }
}
