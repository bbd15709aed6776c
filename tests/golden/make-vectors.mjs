// SPDX-License-Identifier: Apache-2.0
// Writes the *.json of this folder: values for every message and record of the schema, encoded by
// cbor-x and not by us, and inputs broken in every way with the refusal that they deserve. Run it
// by hand after a schema change and read the diff: a vector that changes is a protocol that does.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { loadSchema } from '../../core/wire/generate/schema.mjs';
import { loadCodec, toHex, toPlain } from './codec.mjs';
import { encodePlain } from './independent.mjs';
import { makeMutations } from './mutations.mjs';
import { refusedVectors } from './refusals.mjs';

const integers = [0, 1, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, 1700000000000, 2 ** 53 - 1];
const texts = ['', 'a', 'kettle', 'Grüße', '你好', 'مرحبا', '🫖', '\ufeff#1', 'line\nline', '"\\\u0000'];

// Numbers that look random and depend on nothing but the place they are for.
const draw = (place) => createHash('sha256').update(place).digest();
const pick = (list, place) => list[draw(place)[0] % list.length];

function bytesOf(size, place) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i += 32) draw(`${place}#${i}`).copy(bytes, i);
  return { hex: bytes.toString('hex') };
}

// Least: zeros, empty strings and lists, null. Else a bit of everything.
function valueOf(type, place, least) {
  switch (type.form) {
    case 'uint': return least ? 0 : pick(integers, place);
    case 'bool': return least ? false : pick([false, true], place);
    case 'fixed': return least ? { hex: '00'.repeat(type.size) } : bytesOf(type.size, place);
    case 'bytes': return least ? { hex: '' } : bytesOf(Math.min(type.maxValue, pick([1, 23, 24, 40], place)), place);
    case 'text': return least ? '' : pick(texts.filter((text) => Buffer.byteLength(text) <= type.maxValue), place);
    case 'list': return least ? [] : [0, 1].map((i) => valueOf(type.item, `${place}[${i}]`, false));
    default: return fieldsOf(type.struct, place, least);
  }
}

function fieldsOf({ fields }, place, least) {
  const entries = fields.map(({ name, type, optional }) => {
    const inner = `${place}.${name}`;
    return [name, optional && least ? null : valueOf(type, inner, least)];
  });
  return Object.fromEntries(entries);
}

function vectorsOf(struct) {
  const made = (name, least) => {
    const fields = fieldsOf(struct, `${struct.name}/${name}`, least);
    const plain = toPlain(fields);
    const hex = toHex(encodePlain(struct.type === undefined ? plain : [struct.type, ...plain]));
    return { name: `${struct.name}, ${name}`, type: struct.name, as: struct.union ?? struct.name, fields, hex };
  };
  if (struct.fields.length === 0) return [made('empty', true)];
  return [made('least', true), made('full', false)];
}

// As a later version would send them: more fields after those of today.
const later = [-1, 2 ** 53 - 1, 'more', new Map([['a', 1], ['b', [true, null]], ['aa', new Uint8Array(2)]])];

function extended(vector) {
  const type = vector.struct.type === undefined ? [] : [vector.struct.type];
  const hex = toHex(encodePlain([...type, ...toPlain(vector.fields), ...later]));
  const { struct, ...rest } = vector;
  return { ...rest, name: `${struct.name}, of a later version`, hex, reencoded: vector.hex };
}

function write(name, vectors) {
  const lines = vectors.map((vector) => `  ${JSON.stringify(vector)}`);
  writeFileSync(fileURLToPath(new URL(`${name}.json`, import.meta.url)), `[\n${lines.join(',\n')}\n]\n`);
  console.log(`${name}.json: ${vectors.length}`);
}

const schema = loadSchema(fileURLToPath(new URL('../../core/wire/schema', import.meta.url)));
const all = new Map();
for (const file of schema.modules.flatMap(({ files }) => files)) {
  const messages = (file.unions ?? [file]).flatMap(({ messages: some }) => some ?? []);
  const structs = [...(file.structs ?? []), ...messages];
  const vectors = structs.flatMap(vectorsOf);
  const widest = ['Ping', 'Cursor', 'EventPub', 'TextContent', 'Stored', 'CheckCode'];
  for (const struct of structs.filter(({ name }) => widest.includes(name))) {
    vectors.push(extended({ ...vectorsOf(struct)[1], struct }));
  }
  all.set(file.title.toLowerCase(), vectors);
}
for (const [name, vectors] of all) write(name, vectors);
write('refused', refusedVectors());
write('mutated', makeMutations([...all.values()].flat(), await loadCodec()));
