// SPDX-License-Identifier: Apache-2.0
// Brings sealed files to the relay and fetches them from it, over HTTP (docs/protocol.md §9): an
// upload goes on where the relay says it stands, whatever broke off; a network that is away is tried
// again by itself, and at once when the Session asks anew. One upload at a time: the line is narrow.
// It sees ciphertext alone. In the widget it runs in the loader, whose page has network and disk.
import { Code } from '@wire/codes';

import { base64Of, bytesOfHex } from '../bridge/bytes';
import type { Piece } from './cipher';
import { pieceOf, pieceStart } from './pieces';
import type { Shelf } from './shelf';

/** Blobs and conversations are named by their ids in hex. */
export interface CarrierEvents {
  progress(blob: string, sent: number, bytes: number): void;
  /** 0: the relay has it. Else a code of the protocol: it will not, or this device has it no more. */
  uploaded(blob: string, code: number): void;
}

interface Upload {
  conv: string;
  blob: string;
  isPaused: boolean;
}

/** Why a blob cannot be fetched: it is gone, or may not be read. What may pass is tried again. */
export class Unfetchable extends Error {}

const retryMsMin = 1000;
const retryMsMax = 30_000;
const triesMax = 6;
/** A line that does not carry a piece in the relay's time for a request gets less at once, down to this. */
const bytesAtOnceMin = 8 * 1024;
const mediaType = 'application/offset+octet-stream';

export class Carrier {
  readonly #uploads: Upload[] = [];
  #bearer = '';
  #current: Upload | undefined;
  #failures = 0;
  #bytesAtOnce = pieceStart(1);
  #wake: () => void = () => undefined;
  #abort = new AbortController();

  constructor(
    /** Empty: the relay is this page's own origin. */
    private readonly relay: string,
    private readonly shelf: Shelf,
    private readonly on: CarrierEvents,
  ) {}

  /** `bearer`: the token of the newest welcome. */
  upload(conv: string, blob: string, bearer: string): void {
    this.#bearer = bearer;
    const known = this.#uploads.find((upload) => upload.blob === blob);
    if (known) known.conv = conv;
    else this.#uploads.push({ conv, blob, isPaused: false });
    this.#wake();
    void this.#run();
  }

  pause(blob: string, isPaused: boolean): void {
    const upload = this.#uploads.find((one) => one.blob === blob);
    if (!upload) return;
    upload.isPaused = isPaused;
    if (isPaused && upload === this.#current) this.#abort.abort();
    this.#wake();
    void this.#run();
  }

  /** It is not to be sent after all. */
  drop(blob: string, bearer: string): void {
    this.#bearer = bearer || this.#bearer;
    if (this.#current?.blob === blob) this.#abort.abort();
    this.#forget(blob);
    this.#wake();
    void this.shelf.drop(blob);
    void this.#ask('DELETE', blob).catch(() => undefined);
  }

  /** Another person may use this browser next: nothing goes on, and nothing is kept. */
  wipe(): Promise<void> {
    this.#uploads.length = 0;
    this.#abort.abort();
    this.#wake();
    return this.shelf.wipe();
  }

  /** A piece of a blob, from this device or from the relay. Throws Unfetchable, or what fetch does. */
  async read(blob: string, at: number, bearer: string): Promise<Piece> {
    this.#bearer = bearer || this.#bearer;
    const piece = (await this.shelf.bytes(blob)) && (await this.shelf.piece(blob, at));
    if (piece) return piece;
    const answer = await this.#ask('GET', blob, { headers: { Range: `bytes=${pieceStart(at)}-${pieceStart(at + 1) - 1}` } });
    if (answer.status !== 206) throw answer.status < 500 && answer.status !== 429 ? new Unfetchable(`${answer.status}`) : new Error(`${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async #run(): Promise<void> {
    if (this.#current) return;
    while ((this.#current = this.#uploads.find(({ isPaused }) => !isPaused))) await this.#bring(this.#current);
  }

  // Until it is there, refused, paused or dropped.
  async #bring(upload: Upload): Promise<void> {
    this.#failures = 0;
    while (this.#isWanted(upload)) {
      let code: number | undefined;
      try {
        code = await this.#send(upload);
      } catch {
        // The network, or a relay that cannot just now.
      }
      if (code !== undefined) {
        if (!this.#isWanted(upload)) return;
        this.#forget(upload.blob);
        if (code === 0) void this.shelf.drop(upload.blob);
        return this.on.uploaded(upload.blob, code);
      }
      const longest = Math.min(retryMsMax, retryMsMin * 2 ** this.#failures++);
      if (this.#isWanted(upload)) await this.#pauseFor(longest * (0.5 + Math.random() / 2));
    }
  }

  // The code to tell, or nothing: to be tried again.
  async #send(upload: Upload): Promise<number | undefined> {
    const { conv, blob } = upload;
    this.#abort = new AbortController();
    const bytes = await this.shelf.bytes(blob);
    if (bytes === undefined) return this.#lookFor(blob);
    const made = await this.#ask('POST', blob, { query: `?conv=${named(conv)}`, headers: { 'Upload-Length': `${bytes}` } });
    if (!made.ok) return codeOf(made.status);
    let offset = Number(made.headers.get('Upload-Offset'));
    for (let tries = 0; offset < bytes && tries < triesMax && this.#isWanted(upload); ) {
      const at = pieceOf(offset);
      const piece = await this.shelf.piece(blob, at);
      if (!piece) return Code.fileMissing;
      const from = offset - pieceStart(at);
      const answer = await this.#patch(blob, offset, piece.subarray(from, from + this.#bytesAtOnce));
      // It lay unfinished for so long that the relay has removed it: from the beginning.
      if (answer.status === 404) return undefined;
      const known = answer.headers.get('Upload-Offset');
      if (!answer.ok && (answer.status !== 409 || known === null)) return codeOf(answer.status);
      tries = answer.ok ? 0 : tries + 1;
      if (answer.ok) this.#failures = 0;
      offset = Number(known);
      this.on.progress(blob, offset, bytes);
    }
    return offset === bytes ? 0 : undefined;
  }

  // This device has it no more: it may be that the relay has all of it, and only its answer was lost.
  async #lookFor(blob: string): Promise<number | undefined> {
    const { ok, status, headers } = await this.#ask('HEAD', blob);
    if (ok) return headers.get('Upload-Offset') === headers.get('Upload-Length') ? 0 : Code.fileMissing;
    return codeOf(status);
  }

  async #patch(blob: string, offset: number, body: Piece): Promise<Response> {
    const { signal } = this.#abort;
    let isCarried = false;
    try {
      const answer = await this.#ask('PATCH', blob, { headers: { 'Upload-Offset': `${offset}`, 'Content-Type': mediaType }, body });
      isCarried = answer.status !== 408;
      return answer;
    } finally {
      const next = isCarried ? this.#bytesAtOnce * 2 : signal.aborted ? this.#bytesAtOnce : this.#bytesAtOnce / 2;
      this.#bytesAtOnce = Math.floor(Math.min(pieceStart(1), Math.max(bytesAtOnceMin, next)));
    }
  }

  #ask(method: string, blob: string, { query = '', headers = {}, body }: { query?: string; headers?: Record<string, string>; body?: Piece } = {}): Promise<Response> {
    return fetch(`${this.relay}/v1/blobs/${named(blob)}${query}`, {
      method,
      headers: { ...headers, Authorization: `Bearer ${this.#bearer}` },
      credentials: 'omit',
      ...(body && { body }),
      ...(method !== 'GET' && method !== 'DELETE' && { signal: this.#abort.signal }),
    });
  }

  #isWanted(upload: Upload): boolean {
    return this.#uploads.includes(upload) && !upload.isPaused;
  }

  #forget(blob: string): void {
    const at = this.#uploads.findIndex((upload) => upload.blob === blob);
    if (at >= 0) this.#uploads.splice(at, 1);
  }

  #pauseFor(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

// Nothing for what may pass: a token that is being renewed, a crowd, a relay that has no room for now.
function codeOf(status: number): number | undefined {
  const codes: Record<number, number> = { 400: Code.malformed, 403: Code.forbidden, 404: Code.fileMissing, 409: Code.forbidden, 410: Code.erased, 413: Code.tooLarge, 507: Code.filesFull };
  return codes[status];
}

function named(hex: string): string {
  return base64Of(bytesOfHex(hex));
}
