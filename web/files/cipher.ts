// SPDX-License-Identifier: Apache-2.0
// Seals and opens files in the core (core/crypto/file.hpp), a chunk at a time: memory stays the same
// whatever the size, and between two chunks the page comes to its turn. An instance of the core for
// each file: it holds one.
import { fileChunkBytes } from '@wire/limits';
import type { Blob as BlobRecord } from '@wire/wire';

import { joined, randomBytes } from '../bridge/bytes';
import { Core, instantiate } from '../bridge/core';
import { headerBytes, pieceChunks } from './pieces';

/** What is sealed of a file at once and carried at once; the first begins with the blob's header. */
export type Piece = Uint8Array<ArrayBuffer>;

/** It is not what its message speaks of: another key, other bytes, a chunk too few. */
export class FalseFile extends Error {}

class FileCore extends Core {
  static override async load(wasm: BufferSource): Promise<FileCore> {
    return new FileCore(await instantiate(wasm));
  }

  begin(begins: Uint8Array, size: number): number {
    const chunks = this.exports.sb_file_begin(this.write(begins), size);
    if (chunks === 0) throw new FalseFile('no file of ours can be so long');
    return chunks;
  }

  chunk(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const size = this.exports.sb_file_chunk(this.write(bytes));
    if (size < 0) throw new FalseFile('a chunk is not the one that is due');
    return this.read(size).slice();
  }

  hash(): Uint8Array {
    return this.read(this.exports.sb_file_hash()).slice();
  }
}

/** Hands every piece to `keep`, in order; what stops `keep` stops the sealing. `id`: random, of this file alone. */
export async function sealFile(wasm: BufferSource, id: Uint8Array, file: Blob, keep: (piece: Piece, at: number) => Promise<void>): Promise<BlobRecord> {
  const key = randomBytes(32);
  const header = randomBytes(headerBytes);
  const core = await FileCore.load(wasm);
  const chunks = core.begin(joined([key, header]), file.size);
  let piece: Uint8Array[] = [header];
  for (let at = 0; at < chunks; at++) {
    const plain = await file.slice(at * fileChunkBytes, (at + 1) * fileChunkBytes).arrayBuffer();
    piece.push(core.chunk(new Uint8Array(plain)));
    if ((at + 1) % pieceChunks !== 0 && at + 1 < chunks) continue;
    await keep(joined(piece), Math.floor(at / pieceChunks));
    piece = [];
  }
  return { id, key, hash: core.hash(), size: file.size };
}

/** Opens a blob whose pieces come one after the other. */
export class FileOpening {
  #core: FileCore | undefined;
  #left = Infinity;

  constructor(
    private readonly wasm: () => BufferSource | Promise<BufferSource>,
    private readonly record: BlobRecord,
  ) {}

  /** All of it has come, its padding too: only then is its hash known to be right. */
  get isDone(): boolean {
    return this.#left === 0;
  }

  /** The piece's part of the file. Throws FalseFile. */
  async open(piece: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const { key, hash, size } = this.record;
    let sealed = piece;
    if (!this.#core) {
      this.#core = await FileCore.load(await this.wasm());
      if (piece.length < headerBytes) throw new FalseFile('the blob is empty');
      this.#left = this.#core.begin(joined([key, piece.subarray(0, headerBytes), hash]), size);
      sealed = piece.subarray(headerBytes);
    }
    const plain: Uint8Array[] = [];
    for (let at = 0; at < sealed.length; at += sealedChunkBytes) {
      plain.push(this.#core.chunk(sealed.subarray(at, at + sealedChunkBytes)));
      this.#left--;
    }
    if (plain.length === 0) throw new FalseFile('the blob ends before its file');
    return joined(plain);
  }
}

const sealedChunkBytes = fileChunkBytes + 17;
