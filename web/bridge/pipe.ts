// SPDX-License-Identifier: Apache-2.0
// A Shell over a MessagePort: the panel's frame has an opaque origin, so that its socket and its
// disk are the loader's. One message is an array, its name first; names that an end does not know
// are ignored. Both ends use the same port for their own words as well (open, close, theme).
import type { Stored } from '@wire/boundary';

import type { Shell, SocketEvents } from './shell';

export type Post = (name: string, ...values: unknown[]) => void;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each name has its own values; both ends are ours
export type Handlers = Record<string, (...values: any[]) => void>;

/** Listens on this end, and returns what speaks to the other. ArrayBuffers are handed over, not copied. */
export function join(port: MessagePort, handlers: Handlers): Post {
  port.onmessage = ({ data }) => {
    const [name, ...values] = data as [string, ...unknown[]];
    if (Object.hasOwn(handlers, name)) handlers[name]?.(...values);
  };
  return (name, ...values) =>
    port.postMessage(
      [name, ...values],
      values.filter((value) => value instanceof ArrayBuffer),
    );
}

/** The panel's end. Add `handlers` to those of the port. */
export class PipeShell implements Shell {
  #on: SocketEvents | undefined;
  #dial = 0;
  #asked = new Map<number, { resolve(stored: Stored[]): void; reject(error: Error): void }>();
  #lastId = 0;

  readonly handlers: Handlers = {
    socketOpen: (dial: number) => this.#heard(dial)?.open(),
    socketFrame: (dial: number, frame: Uint8Array) => this.#heard(dial)?.frame(frame),
    socketClose: (dial: number, code: number) => this.#heard(dial)?.close(code),
    disk: (id: number, stored: Stored[], problem: string) => {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (problem) asked?.reject(new Error(problem));
      else asked?.resolve(stored);
    },
  };

  constructor(private readonly post: Post) {}

  connect(url: string, on: SocketEvents): void {
    this.#on = on;
    this.post('connect', ++this.#dial, url);
  }

  send(frame: Uint8Array): void {
    this.post('send', frame);
  }

  disconnect(code: number): void {
    this.#on = undefined;
    this.post('disconnect', code);
  }

  load(): Promise<Stored[]> {
    return this.#ask('load');
  }

  async store(puts: Stored[], removes: string[]): Promise<void> {
    await this.#ask('store', puts, removes);
  }

  // What was under way in the pipe when the Session hung up or dialled again is no news any more.
  #heard(dial: number): SocketEvents | undefined {
    return dial === this.#dial ? this.#on : undefined;
  }

  #ask(name: string, ...values: unknown[]): Promise<Stored[]> {
    const id = ++this.#lastId;
    this.post(name, id, ...values);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }
}

/** The loader's end: carries out on `shell` what the panel asks. It dials `url` alone, whatever is asked. */
export function serveShell(shell: Shell, url: string, post: Post): Handlers {
  const answer = (id: number, asked: Promise<Stored[] | void>): void => {
    asked.then(
      (stored) => post('disk', id, stored ?? [], ''),
      (error: unknown) => post('disk', id, [], String(error)),
    );
  };
  return {
    connect: (dial: number) =>
      shell.connect(url, {
        open: () => post('socketOpen', dial),
        frame: (frame) => post('socketFrame', dial, frame),
        close: (code) => post('socketClose', dial, code),
      }),
    send: (frame: Uint8Array) => shell.send(frame),
    disconnect: (code: number) => shell.disconnect(code),
    load: (id: number) => answer(id, shell.load()),
    store: (id: number, puts: Stored[], removes: string[]) => answer(id, shell.store(puts, removes)),
  };
}
