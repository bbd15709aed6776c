// SPDX-License-Identifier: Apache-2.0
// The files of a screen: which are here, which are on their way in either direction and how far, and
// the verbs to stop them and go on. A download that breaks off goes on where it was; what has come is
// opened piece by piece and never asked for twice.
import type { Blob as BlobRecord, FileContent } from '@wire/wire';

import { hexOf, randomBytes } from '../bridge/bytes';
import { Unfetchable } from './carrier';
import { FalseFile, FileOpening, sealFile } from './cipher';
import { isDrawable } from './drawable';
import type { FileCarrier } from './file-carrier';
import { documentType, kindOfType, shownType, type FileKind } from './kinds';

export type Coming = 'none' | 'loading' | 'paused' | 'failed' | 'gone' | 'false' | 'here';

export interface Incoming {
  state: Coming;
  /** Bytes of the file that have come. */
  got: number;
  /** When it is here: its bytes, a blob: URL of them under a type that runs nothing, and what they may be shown as. */
  file?: Blob;
  url?: string;
  kind?: FileKind;
}

export interface Outgoing {
  sent: number;
  bytes: number;
  isPaused: boolean;
}

interface Download {
  opening: FileOpening;
  parts: Blob[];
  next: number;
  isRunning: boolean;
}

const retryMs = 1500;
const triesMax = 4;

export class Transfers {
  readonly #incoming = new Map<string, Incoming>();
  readonly #downloads = new Map<string, Download>();
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
    this.#incoming.set(hexOf(record.id), { state: 'here', got: file.size, ...shown(file, file.type) });
  }

  incoming({ blob }: FileContent): Incoming {
    return this.#seen(hexOf(blob.id));
  }

  outgoing({ blob }: FileContent): Outgoing | undefined {
    return this.#outgoing.get(hexOf(blob.id));
  }

  /** Begins, or goes on. */
  load(file: FileContent): void {
    const name = hexOf(file.blob.id);
    if (this.#seen(name).state === 'here') return;
    this.#see(name, { state: 'loading' });
    let download = this.#downloads.get(name);
    if (!download) this.#downloads.set(name, (download = { opening: new FileOpening(this.wasm, file.blob), parts: [], next: 0, isRunning: false }));
    if (!download.isRunning) void this.#load(name, download, file);
  }

  pauseLoading({ blob }: FileContent): void {
    const name = hexOf(blob.id);
    if (this.#isLoading(name)) this.#see(name, { state: 'paused' });
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

  async #load(name: string, download: Download, { media }: FileContent): Promise<void> {
    download.isRunning = true;
    for (let tries = 0; this.#isLoading(name) && !download.opening.isDone; ) {
      try {
        await this.#next(name, download);
        tries = 0;
      } catch (error) {
        const why = error instanceof FalseFile ? 'false' : error instanceof Unfetchable ? 'gone' : 'failed';
        if (why !== 'failed' || ++tries === triesMax) this.#see(name, { state: why });
        else await new Promise((resolve) => setTimeout(resolve, retryMs * tries));
      }
    }
    if (download.opening.isDone) {
      const file = new Blob(download.parts);
      // A picture is one only when its own bytes say that it may be drawn.
      const isSafe = kindOfType(media) !== 'picture' || (await isDrawable(file));
      this.#see(name, { state: 'here', ...shown(file, isSafe ? media : documentType) });
      this.#downloads.delete(name);
    }
    download.isRunning = false;
  }

  async #next(name: string, download: Download): Promise<void> {
    const plain = await download.opening.open(await this.carrier.read(name, download.next, this.bearer()));
    download.next++;
    download.parts.push(new Blob([plain]));
    this.#see(name, { got: this.#seen(name).got + plain.length });
  }

  #isLoading(name: string): boolean {
    return this.#seen(name).state === 'loading';
  }

  #seen(name: string): Incoming {
    return this.#incoming.get(name) ?? { state: 'none', got: 0 };
  }

  #see(name: string, change: Partial<Incoming>): void {
    this.#incoming.set(name, { ...this.#seen(name), ...change });
    this.changed();
  }
}

function shown(bytes: Blob, media: string): Pick<Incoming, 'file' | 'url' | 'kind'> {
  const file = new Blob([bytes], { type: shownType(media) });
  return { file, kind: kindOfType(media), url: URL.createObjectURL(file) };
}

/** Shown without being asked for: a picture of this many bytes at most. */
export const loadedUnaskedMax = 2 * 1024 * 1024;

export function isLoadedUnasked({ blob, media }: FileContent): boolean {
  return kindOfType(media) === 'picture' && blob.size <= loadedUnaskedMax;
}
