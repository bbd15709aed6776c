// SPDX-License-Identifier: Apache-2.0
// A Shell over a MessagePort: the panel's frame has an opaque origin, so that its socket and its
// disk are the loader's. One message is an array, its name first; names that an end does not know
// are ignored. Both ends use the same port for their own words as well (open, close, theme).
import type { Event, Stored } from '@wire/boundary';

import type { ViewEffect } from './driver';
import type { Shell, SocketEvents } from './shell';
import type { TabShell } from './tab-session';

export type Post = (name: string, ...values: unknown[]) => void;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each name has its own values; both ends are ours
export type Handlers = Record<string, (...values: any[]) => void>;

/** Listens on this end, and returns what speaks to the other. ArrayBuffers are handed over, not copied. */
export function join(port: Pick<MessagePort, 'onmessage' | 'postMessage'>, handlers: Handlers): Post {
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
export class PipeShell implements TabShell {
  #on: SocketEvents | undefined;
  #dial = 0;
  #storing = new Map<number, (problem: string) => void>();
  #lastId = 0;

  readonly handlers: Handlers = {
    socketOpen: (dial: number) => this.#heard(dial)?.open(),
    socketFrame: (dial: number, frame: Uint8Array) => this.#heard(dial)?.frame(frame),
    socketClose: (dial: number, code: number) => this.#heard(dial)?.close(code),
    stored: (id: number, problem: string) => {
      this.#storing.get(id)?.(problem);
      this.#storing.delete(id);
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

  store(puts: Stored[], removes: string[], term?: number): Promise<void> {
    const id = ++this.#lastId;
    this.post('store', id, puts, removes, term);
    return new Promise((resolve, reject) => {
      this.#storing.set(id, (problem) => (problem ? reject(new Error(problem)) : resolve()));
    });
  }

  tell(news: ViewEffect[]): void {
    this.post('tell', news);
  }

  ask(event: Event | null): void {
    this.post('ask', event);
  }

  // What was under way in the pipe when the Session hung up or dialled again is no news any more.
  #heard(dial: number): SocketEvents | undefined {
    return dial === this.#dial ? this.#on : undefined;
  }
}

/** The loader's end: carries out on `shell` what the panel asks. It dials `url` alone, whatever is asked. */
export function serveShell(shell: Shell, url: string, post: Post): Handlers {
  return {
    connect: (dial: number) =>
      shell.connect(url, {
        open: () => post('socketOpen', dial),
        frame: (frame) => post('socketFrame', dial, frame),
        close: (code) => post('socketClose', dial, code),
      }),
    send: (frame: Uint8Array) => shell.send(frame),
    disconnect: (code: number) => shell.disconnect(code),
    store: (id: number, puts: Stored[], removes: string[], term?: number) => {
      shell.store(puts, removes, term).then(
        () => post('stored', id, ''),
        (error: unknown) => post('stored', id, String(error)),
      );
    },
  };
}
