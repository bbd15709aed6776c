// SPDX-License-Identifier: Apache-2.0
// Small vectors with one or two bytes changed, cut or inserted, and what the TypeScript codec says
// to them. The C++ codec must say the same of every one: they share rules, not code.
import { createHash } from 'node:crypto';

import { fromHex, toHex } from './codec.mjs';

const mutationsPerVector = 8;
const vectorBytesMax = 220;

function mutate(bytes, place) {
  const [kind, where, high, value] = createHash('sha256').update(place).digest();
  const at = ((high << 8) | where) % bytes.length;
  const telling = [0x00, 0x17, 0x18, 0x1b, 0x40, 0x60, 0x80, 0x81, 0x9f, 0xa0, 0xc0, 0xf4, 0xf6, 0xf7, 0xfb, 0xff];
  const byte = kind & 8 ? telling[value % telling.length] : value;
  switch (kind % 5) {
    case 0: return bytes.slice(0, at);
    case 1: return Uint8Array.of(...bytes.slice(0, at), byte, ...bytes.slice(at));
    case 2: return Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + 1));
    case 3: return bytes.map((old, i) => (i === at ? old ^ (1 << (value % 8)) : old));
    // The first bytes are heads: where the rules are.
    default: return bytes.map((old, i) => (i === at % 8 ? byte : old));
  }
}

export function makeMutations(vectors, codec) {
  const modules = [codec.wire, codec.boundary, codec.survey, codec.calls];
  const found = [];
  for (const { name, as, hex } of vectors.filter((vector) => vector.hex.length <= vectorBytesMax * 2)) {
    const module = modules.find((candidate) => `decode${as}` in candidate);
    for (let i = 0; i < mutationsPerVector; ++i) {
      const input = mutate(fromHex(hex), `${name}/${i}`);
      found.push({ as, hex: toHex(input), verdict: verdictOf(module, as, input) });
    }
  }
  return found;
}

// `ok`, and as what it encodes again; or reason and field.
export function verdictOf(module, as, input) {
  try {
    return `ok ${toHex(module[`encode${as}`](module[`decode${as}`](input)))}`;
  } catch (error) {
    if (!('reason' in error)) throw error;
    return `${error.reason} ${error.field}`;
  }
}
