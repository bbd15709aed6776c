// SPDX-License-Identifier: Apache-2.0
// What the two wasm files are made of, by the map that their linker wrote (build/wasm/*.map).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const mapOf = (name) => readFileSync(new URL(`../../build/wasm/${name}.map`, import.meta.url), 'utf8');
const wasmOf = (name) => readFileSync(new URL(`../../build/wasm/${name}.wasm`, import.meta.url));

test("the shopper's wasm holds no JSON library", () => {
  assert.doesNotMatch(mapOf('shopper'), /nlohmann|json_abi|basic_json/);
});

test("the shopper's wasm holds no Argon2, and the console's does", () => {
  // Its inner functions: the outer ones may have been inlined away.
  const argon2 = /argon2|fill_block_with_xor|blake2b_long/;
  assert.doesNotMatch(mapOf('shopper'), argon2);
  assert.match(mapOf('console'), argon2);
});

test("neither wasm holds libsodium's table of fixed-base multiples, stdio or exceptions", () => {
  for (const name of ['shopper', 'console']) {
    assert.doesNotMatch(mapOf(name), /scalarmult_base_by_table|vfprintf|__cxa_throw|dynamic_cast/, name);
  }
});

test('each wasm asks the page for memory growth and exit alone', async () => {
  const allowed = new Set(['env.emscripten_notify_memory_growth', 'wasi_snapshot_preview1.proc_exit']);
  for (const name of ['shopper', 'console']) {
    const imports = WebAssembly.Module.imports(await WebAssembly.compile(wasmOf(name)));
    const asked = imports.map(({ module, name: wanted }) => `${module}.${wanted}`);
    assert.deepEqual(asked.filter((wanted) => !allowed.has(wanted)), [], name);
  }
});

test('the boundary functions are exported, sb_call by the console alone', async () => {
  const shared = ['sb_input', 'sb_handle', 'sb_output', '_initialize', 'memory'];
  const exported = async (name) => WebAssembly.Module.exports(await WebAssembly.compile(wasmOf(name))).map((e) => e.name);
  const shopper = await exported('shopper');
  const consoleExports = await exported('console');
  for (const wanted of shared) {
    assert.ok(shopper.includes(wanted), `shopper.wasm lacks ${wanted}`);
    assert.ok(consoleExports.includes(wanted), `console.wasm lacks ${wanted}`);
  }
  assert.ok(consoleExports.includes('sb_call') && !shopper.includes('sb_call'));
});
