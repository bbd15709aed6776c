// SPDX-License-Identifier: Apache-2.0
// How a sealed file lies in pieces: the header, then `pieceChunks` chunks in each but the last. So
// many that a piece fits in one request (blob_piece_bytes_max), whole chunks so that one that has
// come can be opened.
import { fileChunkBytes } from '@wire/limits';

export const headerBytes = 24;
export const pieceChunks = 3;
const overheadBytes = 17;
const bytes = pieceChunks * (fileChunkBytes + overheadBytes);

/** Where piece `at` begins in its blob. */
export function pieceStart(at: number): number {
  return at === 0 ? 0 : headerBytes + at * bytes;
}

/** The piece in which this byte of the blob lies. */
export function pieceOf(offset: number): number {
  return offset < headerBytes ? 0 : Math.floor((offset - headerBytes) / bytes);
}
