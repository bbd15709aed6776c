// SPDX-License-Identifier: Apache-2.0
// Somebody else's CBOR, set to write what docs/protocol.md asks for: shortest integers, byte strings
// without tags, plain arrays. What it and we agree on does not rest on one author's reading.
import { Encoder } from 'cbor-x';

const encoder = new Encoder({ useRecords: false, mapsAsObjects: false, tagUint8Array: false, variableMapSize: true });

// Above 32 bits cbor-x writes numbers as floats, but BigInts as integers.
function exact(value) {
  if (Array.isArray(value)) return value.map(exact);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, exact(inner)]));
  return typeof value === 'number' && value > 0xffffffff ? BigInt(value) : value;
}

// BigInts come back where numbers were.
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}

export const encodePlain = (value) => encoder.encode(exact(value));
export const decodePlain = (bytes) => plain(encoder.decode(bytes));
