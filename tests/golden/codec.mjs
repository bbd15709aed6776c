// SPDX-License-Identifier: Apache-2.0
// The generated TypeScript codec, bundled as a page would have it, for the tests of this folder.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generated = `${root}build/generated`;

// { wire, boundary, survey, calls, codec, codes, limits }: the modules of build/generated/ts.
export async function loadCodec() {
  execFileSync(process.execPath, [`${root}core/wire/generate.mjs`, '--out', generated]);
  const names = ['wire', 'boundary', 'survey', 'calls', 'codec', 'codes', 'limits'];
  const bundled = buildSync({
    stdin: {
      contents: names.map((name) => `export * as ${name} from './${name}.js';`).join('\n'),
      resolveDir: `${generated}/ts`,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2021',
  });
  return import(`data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`);
}

export const readVectors = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));

export const fromHex = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
export const toHex = (bytes) => Buffer.from(bytes).toString('hex');

// The bytes of a refused vector: those for size alone end in zeros that are only counted.
export const inputOf = ({ hex, zeros = 0 }) => fromHex(hex + '00'.repeat(zeros));

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

// A vector's fields as the TypeScript codec has them.
export function toTypeScript(value) {
  if (Array.isArray(value)) return value.map(toTypeScript);
  if (value === null || typeof value !== 'object') return value;
  if (Object.keys(value).join() === 'hex') return fromHex(value.hex);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camel(name), toTypeScript(field)]));
}

// The same as the plain arrays that any CBOR library has them as.
export function toPlain(value) {
  if (Array.isArray(value)) return value.map(toPlain);
  if (value === null || typeof value !== 'object') return value;
  if (Object.keys(value).join() === 'hex') return fromHex(value.hex);
  return Object.values(value).map(toPlain);
}
