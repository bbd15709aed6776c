// SPDX-License-Identifier: Apache-2.0
// What screens and Session ask of a carrier: in the console it is there (ownCarrier), in the panel it
// is the loader's, at the other end of the port (PipeCarrier here, serveCarrier there).
import type { Post } from '../bridge/pipe';
import { Unfetchable, type Carrier, type CarrierEvents } from './carrier';
import type { Piece } from './cipher';
import type { Shelf } from './shelf';

/** Blobs and conversations are named by their ids in hex; bearers are base64url. */
export interface FileCarrier {
  put(blob: string, at: number, piece: Piece): Promise<void>;
  finish(blob: string, bytes: number): Promise<void>;
  read(blob: string, at: number, bearer: string): Promise<Piece>;
  upload(conv: string, blob: string, bearer: string): void;
  pause(blob: string, isPaused: boolean): void;
  drop(blob: string, bearer: string): void;
  /** Nothing goes on, and nothing is kept. */
  wipe(): Promise<void>;
}

export function ownCarrier(carrier: Carrier, shelf: Shelf): FileCarrier {
  return {
    put: (blob, at, piece) => shelf.put(blob, at, piece),
    finish: (blob, bytes) => shelf.finish(blob, bytes),
    read: (blob, at, bearer) => carrier.read(blob, at, bearer),
    upload: (conv, blob, bearer) => carrier.upload(conv, blob, bearer),
    pause: (blob, isPaused) => carrier.pause(blob, isPaused),
    drop: (blob, bearer) => carrier.drop(blob, bearer),
    wipe: () => carrier.wipe(),
  };
}

type Asked = 'put' | 'finish' | 'read' | 'wipe';

/** The name under which all of this goes through the port. */
export const pipeName = 'files';

/** The panel's end. */
export class PipeCarrier implements FileCarrier {
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  constructor(private readonly post: Post) {}

  put(blob: string, at: number, piece: Piece): Promise<void> {
    return this.#ask('put', blob, at, piece);
  }

  finish(blob: string, bytes: number): Promise<void> {
    return this.#ask('finish', blob, bytes);
  }

  read(blob: string, at: number, bearer: string): Promise<Piece> {
    return this.#ask('read', blob, at, bearer);
  }

  upload(conv: string, blob: string, bearer: string): void {
    this.post(pipeName, 0, 'upload', conv, blob, bearer);
  }

  pause(blob: string, isPaused: boolean): void {
    this.post(pipeName, 0, 'pause', blob, isPaused);
  }

  drop(blob: string, bearer: string): void {
    this.post(pipeName, 0, 'drop', blob, bearer);
  }

  wipe(): Promise<void> {
    return this.#ask('wipe');
  }

  /** What the page answers. */
  answered(id: number, value: unknown, error: string, isFinal: boolean): void {
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) asked?.reject(isFinal ? new Unfetchable(error) : new Error(error));
    else asked?.resolve(value as never);
  }

  #ask<T>(name: Asked, ...values: unknown[]): Promise<T> {
    const id = ++this.#lastId;
    this.post(pipeName, id, name, ...values);
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }
}

/** The loader's end: takes what PipeCarrier has posted. */
export function serveCarrier(carrier: FileCarrier, post: Post): (id: number, name: string, ...values: unknown[]) => void {
  const verbs = carrier as unknown as Record<string, (...values: unknown[]) => unknown>;
  const known: (keyof FileCarrier)[] = ['put', 'finish', 'read', 'upload', 'pause', 'drop', 'wipe'];
  return (id, name, ...values) => {
    const verb = (known as string[]).includes(name) ? verbs[name] : undefined;
    if (!verb) return;
    Promise.resolve(verb(...values)).then(
      (value) => id && post('fileAnswer', id, value, '', false),
      (error: unknown) => id && post('fileAnswer', id, undefined, String(error), error instanceof Unfetchable),
    );
  };
}

/** What a carrier says by itself, through the port. */
export function eventsThrough(post: Post): CarrierEvents {
  return {
    progress: (blob, sent, bytes) => post('fileProgress', blob, sent, bytes),
    uploaded: (blob, code) => post('fileUploaded', blob, code),
  };
}
