// SPDX-License-Identifier: Apache-2.0
// One WebSocket at a time, in the words that a Session uses. What the Session hangs up itself is
// silent at once: the closing handshake of a dead network takes long.
import type { SocketEvents } from './shell';

const subprotocol = 'shopbell.v1';
const normalClosure = 1000;
/** Below this a page may close with 1000 alone. */
const ownCodesMin = 3000;

export class Socket {
  #socket: WebSocket | undefined;

  connect(url: string, on: SocketEvents): void {
    this.disconnect(normalClosure);
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, subprotocol);
    } catch {
      // Refused before it was tried (ws: from a page over https).
      queueMicrotask(() => on.close(0));
      return;
    }
    this.#socket = socket;
    const whileCurrent = (run: () => void): void => {
      if (this.#socket === socket) run();
    };
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => whileCurrent(() => on.open());
    socket.onmessage = ({ data }) => whileCurrent(() => on.frame(new Uint8Array(data as ArrayBuffer)));
    socket.onclose = ({ code }) =>
      whileCurrent(() => {
        this.#socket = undefined;
        on.close(code);
      });
  }

  send(frame: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  disconnect(code: number): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code >= ownCodesMin ? code : normalClosure);
  }
}
