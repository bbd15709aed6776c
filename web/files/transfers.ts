// SPDX-License-Identifier: Apache-2.0
// The files of a screen: which are here, which are on their way in either direction and how far, and
// the verbs to stop them and go on. A download that breaks off goes on where it was; what has come is
// opened piece by piece and never asked for twice.
import type { Blob as BlobRecord, FileContent } from '@wire/wire';

import { hexOf, randomBytes } from '../bridge/bytes';
import { Unfetchable } from './carrier';
import { FalseFile, FileOpening, sealFile } from './cipher';
import type { FileCarrier } from './file-carrier';
import { kindOfType, shownType } from './kinds';

export type Coming = 'none' | 'loading' | 'paused' | 'failed' | 'gone' | 'false' | 'here';

export interface Incoming {
  state: Coming;
  /** Bytes of the file that have come. */
  got: number;
  /** When it is here: a blob: URL under a type that runs nothing. */
  url?: string;
  file?: Blob;
}

export interface Outgoing {
  sent: number;
  bytes: number;
  isPaused: boolean;
}

interface Download {
  seen: Incoming;
  opening: FileOpening;
  parts: Blob[];
  next: number;
  isRunning: boolean;
}

const retryMs = 1500;
const triesMax = 4;

export class Transfers {
  readonly #incoming = new Map<string, Download>();
  readonly #outgoing = new Map<string, Outgoing>();

  constructor(
    private readonly carrier: FileCarrier,
    private readonly wasm: () => BufferSource | Promise<BufferSource>,
    /** base64url; empty before the first welcome. */
    private readonly bearer: () => string,
    private readonly changed: () => void,
  ) {}

  /** Seals a file into this browser's storage, where it waits for its message. Rejects where it cannot be read. */
  async seal(file: Blob, onSealed: (bytes: number) => void): Promise<BlobRecord> {
    const id = randomBytes(16);
    const name = hexOf(id);
    let bytes = 0;
    const record = await sealFile(await this.wasm(), id, file, async (piece, at) => {
      bytes += piece.length;
      await this.carrier.put(name, at, piece);
      onSealed(Math.min(bytes, file.size));
    });
    await this.carrier.finish(name, bytes);
    return record;
  }

  /** What was just sent from here need not be fetched. */
  keep(record: BlobRecord, file: Blob): void {
    const seen: Incoming = { state: 'here', got: file.size, file, url: URL.createObjectURL(file) };
    this.#incoming.set(hexOf(record.id), { seen, opening: new FileOpening(new Uint8Array(), record), parts: [], next: 0, isRunning: false });
  }

  incoming({ blob }: FileContent): Incoming {
    return this.#incoming.get(hexOf(blob.id))?.seen ?? { state: 'none', got: 0 };
  }

  outgoing({ blob }: FileContent): Outgoing | undefined {
    return this.#outgoing.get(hexOf(blob.id));
  }

  /** Begins, or goes on. */
  load(file: FileContent): void {
    void this.#load(file);
  }

  pauseLoading({ blob }: FileContent): void {
    const download = this.#incoming.get(hexOf(blob.id));
    if (download?.seen.state === 'loading') this.#see(download, { state: 'paused' });
  }

  pauseSending({ blob }: FileContent, isPaused: boolean): void {
    const name = hexOf(blob.id);
    this.carrier.pause(name, isPaused);
    const { sent, bytes } = this.#outgoing.get(name) ?? { sent: 0, bytes: blob.size };
    this.#outgoing.set(name, { sent, bytes, isPaused });
    this.changed();
  }

  /** As the carrier says. */
  progress(blob: string, sent: number, bytes: number): void {
    this.#outgoing.set(blob, { sent, bytes, isPaused: this.#outgoing.get(blob)?.isPaused ?? false });
    this.changed();
  }

  uploaded(blob: string): void {
    this.#outgoing.delete(blob);
    this.changed();
  }

  async #load(file: FileContent): Promise<void> {
    const name = hexOf(file.blob.id);
    let download = this.#incoming.get(name);
    if (!download) {
      download = { seen: { state: 'loading', got: 0 }, opening: new FileOpening(await this.wasm(), file.blob), parts: [], next: 0, isRunning: false };
      this.#incoming.set(name, download);
    }
    if (download.seen.state === 'here' || download.isRunning) return;
    download.isRunning = true;
    this.#see(download, { state: 'loading' });
    for (let tries = 0; this.#isLoading(download) && !download.opening.isDone; ) {
      try {
        await this.#next(download, name);
        tries = 0;
      } catch (error) {
        const why = error instanceof FalseFile ? 'false' : error instanceof Unfetchable ? 'gone' : 'failed';
        if (why !== 'failed' || ++tries === triesMax) this.#see(download, { state: why });
        else await new Promise((resolve) => setTimeout(resolve, retryMs * tries));
      }
    }
    if (this.#isLoading(download)) this.#finish(download, file);
    download.isRunning = false;
  }

  async #next(download: Download, name: string): Promise<void> {
    const piece = await this.carrier.read(name, download.next, this.bearer());
    const plain = await download.opening.open(piece);
    download.next++;
    download.parts.push(new Blob([plain]));
    const isDue = download.seen.state === 'loading';
    this.#see(download, { state: isDue ? 'loading' : download.seen.state, got: download.seen.got + plain.length });
  }

  #finish(download: Download, { media }: FileContent): void {
    const file = new Blob(download.parts, { type: shownType(media) });
    download.parts = [];
    this.#see(download, { state: 'here', file, url: URL.createObjectURL(file) });
  }

  #isLoading({ seen }: Download): boolean {
    return seen.state === 'loading';
  }

  #see(download: Download, change: Partial<Incoming>): void {
    download.seen = { ...download.seen, ...change };
    this.changed();
  }
}

/** Shown without being asked for: a picture of this many bytes at most. */
export const loadedUnaskedMax = 2 * 1024 * 1024;

export function isLoadedUnasked({ blob, media }: FileContent): boolean {
  return kindOfType(media) === 'picture' && blob.size <= loadedUnaskedMax;
}
