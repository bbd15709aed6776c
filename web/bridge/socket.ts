// SPDX-License-Identifier: Apache-2.0
// One WebSocket at a time, in the words that a Session uses.
import type { SocketEvents } from './shell';

const subprotocol = 'shopbell.v1';
const normalClosure = 1000;

export class Socket {
  #drop: ((code: number) => void) | undefined;
  #send: ((frame: Uint8Array) => void) | undefined;

  connect(url: string, on: SocketEvents): void {
    this.#drop?.(normalClosure);
    let over = false;
    const end = (code: number): void => {
      if (over) return;
      over = true;
      on.close(code);
    };
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, subprotocol);
    } catch {
      // Refused before it was tried (ws: from a page over https).
      queueMicrotask(() => end(0));
      return;
    }
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      if (!over) on.open();
    };
    socket.onmessage = ({ data }) => {
      if (!over) on.frame(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => end(code);
    this.#send = (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>);
    };
    // The closing handshake of a dead network takes long: the Session hears of the end at once.
    this.#drop = (code) => {
      socket.close(code === normalClosure || code >= 3000 ? code : normalClosure);
      queueMicrotask(() => end(code));
      this.#drop = undefined;
    };
  }

  send(frame: Uint8Array): void {
    this.#send?.(frame);
  }

  disconnect(code: number): void {
    this.#drop?.(code);
  }
}
