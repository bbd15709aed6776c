// SPDX-License-Identifier: Apache-2.0
// Design rules of the core that no compiler checks: who may include whom, and what a pure machine
// must not touch.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codeOf, findings, listFiles, read } from './sources.mjs';

// What each folder may include of the others; a folder may always include itself.
const layers = {
  base: [],
  wire: ['base'],
  crypto: ['base', 'wire'],
  client: ['base', 'wire', 'crypto'],
  relay: ['base', 'wire', 'crypto'],
  bot: ['base', 'wire', 'crypto', 'client'],
  survey: ['base', 'wire'],
  abi: ['base', 'wire', 'crypto', 'client', 'bot'],
};

const coreSources = listFiles(/^core\/.*\.(cpp|hpp)$/);

test('a core folder includes only the layers below it', () => {
  const wrong = coreSources.flatMap((path) => {
    const folder = path.split('/')[1];
    assert.ok(folder in layers, `${path}: core/${folder} has no place in the layering; add it to this test and to ARCHITECTURE.md`);
    return findings(path, read(path), /^#include "([^"]+)"/gm, ([, included]) => included).filter((finding) => {
      const [, included] = finding.split(': ');
      const [top, layer] = included.split('/');
      return top !== 'core' || (layer !== folder && !layers[folder].includes(layer));
    });
  });
  assert.deepEqual(wrong, []);
});

test('the core includes no clock, thread, file, stream, random source, locale or unordered container', () => {
  const forbidden =
    /^#include <(chrono|ctime|time\.h|sys\/time\.h|thread|mutex|shared_mutex|condition_variable|future|atomic|fstream|iostream|istream|ostream|sstream|iomanip|filesystem|cstdio|stdio\.h|random|locale|clocale|regex|unordered_map|unordered_set|exception|stdexcept|typeinfo|sys\/[^>]+|unistd\.h|fcntl\.h|boost\/[^>]+|sqlite3\.h|nlohmann\/[^>]+)>/gm;
  const wrong = coreSources.flatMap((path) => findings(path, read(path), forbidden, ([, header]) => `<${header}>`));
  assert.deepEqual(wrong, []);
});

test('only core/crypto calls libsodium', () => {
  const wrong = listFiles(/^core\/(?!crypto\/).*\.(cpp|hpp)$/).flatMap((path) => [
    ...findings(path, read(path), /^#include <sodium[^>]*>/gm, 'includes libsodium'),
    ...findings(path, codeOf(read(path)), /\b(sodium_\w+|crypto_[a-z]\w+|randombytes\w*)\s*\(/g, ([, name]) => name),
  ]);
  assert.deepEqual(wrong, []);
});

test('the core asks libsodium for no randomness', () => {
  const drawing = /\b(randombytes\w*|crypto_\w+_keygen|crypto_(?:box|sign|kx)_keypair|crypto_box_seal|crypto_secretstream_\w+_init_push)\s*\(/g;
  const wrong = coreSources.flatMap((path) => findings(path, codeOf(read(path)), drawing, ([, name]) => name));
  assert.deepEqual(wrong, []);
});

test('the core throws nothing, casts by no RTTI and keeps float out of its logic', () => {
  const forbidden = /\b(throw|try|catch|dynamic_cast|typeid|float|double|thread_local|printf|fprintf|std::rand|srand|getenv|system_clock|steady_clock)\b/g;
  // The ABI takes JavaScript's numbers, which are doubles, and turns them into whole milliseconds.
  const wrong = coreSources.flatMap((path) =>
    findings(path, codeOf(read(path)), forbidden, ([, name]) => name).filter(
      (finding) => !(path.startsWith('core/abi/') && finding.endsWith(': double')),
    ),
  );
  assert.deepEqual(wrong, []);
});

test('the core has no mutable global', () => {
  // Namespaces are not indented, so a global stands in the first column (functions end in a brace).
  const global = /^(?:static |inline |extern )*(?!.*\b(?:const|constexpr|using|namespace|struct|class|enum|template|typedef|return|friend)\b)(?:[\w:]+(?:<[^;()]*>)?[&*]?) [\w]+(?:\[[^\]]*\])*(?: = [^;()]*|\{[^;]*\})?;$/gm;
  const local = /^[ \t]+static (?!constexpr\b|const\b|[^;={]*\()/gm;
  const wrong = listFiles(/^core\/(?!abi\/).*\.(cpp|hpp)$/).flatMap((path) => {
    const code = codeOf(read(path));
    return [...findings(path, code, global, ([text]) => text.trim()), ...findings(path, code, local, 'static inside a function')];
  });
  assert.deepEqual(wrong, []);
});

test('client and relay never include each other, and shells are never included by the core', () => {
  assert.ok(!layers.client.includes('relay') && !layers.relay.includes('client'));
  const wrong = coreSources.flatMap((path) =>
    findings(path, read(path), /^#include "(server-stub|widget|web|tests|examples)\//gm, ([, top]) => top),
  );
  assert.deepEqual(wrong, []);
});
