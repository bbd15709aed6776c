// SPDX-License-Identifier: Apache-2.0
// What a Session may ask of its surroundings: one socket and one disk. The console has both in its
// own page; the panel, which may have neither, reaches the loader's through a pipe.
import type { Stored } from '@wire/boundary';

import type { Disk } from './disk';
import { Socket } from './socket';

export interface SocketEvents {
  open(): void;
  frame(frame: Uint8Array): void;
  /** The other side, or the network, hung up; also when it could not connect. 0 where there is no code. */
  close(code: number): void;
}

export interface Shell {
  connect(url: string, on: SocketEvents): void;
  send(frame: Uint8Array): void;
  disconnect(code: number): void;
  /** Resolves when it is durable. `removes` and `term`: disk.ts. */
  store(puts: Stored[], removes: string[], term?: number): Promise<void>;
}

/** A page that may use the network and IndexedDB itself. */
export class PageShell implements Shell {
  readonly #socket = new Socket();

  constructor(private readonly disk: Pick<Disk, 'store'>) {}

  connect(url: string, on: SocketEvents): void {
    this.#socket.connect(url, on);
  }

  send(frame: Uint8Array): void {
    this.#socket.send(frame);
  }

  disconnect(code: number): void {
    this.#socket.disconnect(code);
  }

  store(puts: Stored[], removes: string[], term?: number): Promise<void> {
    return this.disk.store(puts, removes, term);
  }
}
