// SPDX-License-Identifier: Apache-2.0
// The TypeScript codec against the vectors of this folder, and the vectors against cbor-x. The C++
// codec reads the same files in tests/unit/golden/codec_golden_test.cpp.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { loadSchema } from '../../core/wire/generate/schema.mjs';
import { fromHex, inputOf, loadCodec, readVectors, toHex, toPlain, toTypeScript } from './codec.mjs';
import { decodePlain, encodePlain } from './independent.mjs';
import { verdictOf } from './mutations.mjs';

const codec = await loadCodec();
const schema = loadSchema(fileURLToPath(new URL('../../core/wire/schema', import.meta.url)));

const files = ['records', 'cards', 'forms', 'content', 'frames', 'boundary', 'survey', 'calls'];

const messages = schema.modules.flatMap(({ unions }) => unions).flatMap((union) => union.messages);

// A message's type number stands before its fields; a record has none.
const numberOf = ({ type, as }) => messages.find((message) => message.name === type && message.union === as)?.type;

function codecOf(as) {
  const module = [codec.wire, codec.boundary, codec.survey, codec.calls].find((candidate) => `decode${as}` in candidate);
  assert.ok(module, as);
  return module;
}

for (const file of files) {
  test(`${file}: TypeScript decodes and encodes every vector`, () => {
    for (const vector of readVectors(file)) {
      const { name, type, as, fields, hex, reencoded = hex } = vector;
      const value = { ...(numberOf(vector) === undefined ? {} : { type }), ...toTypeScript(fields) };
      assert.deepEqual(codecOf(as)[`decode${as}`](fromHex(hex)), value, name);
      assert.equal(toHex(codecOf(as)[`encode${as}`](value)), reencoded, name);
    }
  });

  test(`${file}: cbor-x reads and writes every vector alike`, () => {
    for (const vector of readVectors(file)) {
      const { name, fields, hex, reencoded = hex } = vector;
      const number = numberOf(vector);
      const plain = [...(number === undefined ? [] : [number]), ...toPlain(fields)];
      assert.deepEqual(decodePlain(fromHex(reencoded)), plain, name);
      assert.equal(toHex(encodePlain(plain)), reencoded, name);
    }
  });

  test(`${file}: every message and record has its vectors`, () => {
    const titled = schema.modules.flatMap((module) => module.files).find(({ title }) => title.toLowerCase() === file);
    const ofFile = (titled.unions ?? [titled]).flatMap((union) => union.messages ?? []);
    const named = new Set(readVectors(file).map(({ type }) => type));
    const without = [...(titled.structs ?? []), ...ofFile].filter(({ name }) => !named.has(name));
    assert.deepEqual(without.map(({ name }) => name), []);
  });
}

for (const vector of readVectors('refused')) {
  test(`TypeScript refuses ${vector.as}: ${vector.name}`, () => {
    assert.throws(
      () => codecOf(vector.as)[`decode${vector.as}`](inputOf(vector)),
      ({ name, reason, field }) => {
        assert.deepEqual({ name, reason, field }, { name: 'Error', reason: vector.reason, field: vector.field });
        return true;
      },
    );
  });
}

test('TypeScript says to mutated vectors what the file says', () => {
  for (const { as, hex, verdict } of readVectors('mutated')) {
    assert.equal(verdictOf(codecOf(as), as, fromHex(hex)), verdict, `${as} ${hex}`);
  }
});

test('each reason of the codec is met by a refused or mutated vector', () => {
  const source = readFileSync(new URL('../../core/wire/ts/codec.ts', import.meta.url), 'utf8');
  const [, list] = /export type Reason =([^;]*);/.exec(source);
  const met = new Set(readVectors('refused').map(({ reason }) => reason));
  assert.deepEqual([...list.matchAll(/'(\w+)'/g)].map(([, reason]) => reason).filter((reason) => !met.has(reason)), []);
});
