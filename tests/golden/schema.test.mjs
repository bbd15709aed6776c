// SPDX-License-Identifier: Apache-2.0
// The generator names each mistake that a schema can have, and writes nothing for nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { withTables } from '../../core/wire/generate/docs.mjs';
import { loadSchema } from '../../core/wire/generate/schema.mjs';

const generator = fileURLToPath(new URL('../../core/wire/generate.mjs', import.meta.url));
const schemaFolder = fileURLToPath(new URL('../../core/wire/schema', import.meta.url));

function inFolder(action) {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-schema-'));
  try {
    return action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The schema with one file changed by `change`.
function loadChanged(file, change) {
  return inFolder((folder) => {
    cpSync(schemaFolder, folder, { recursive: true });
    const path = join(folder, `${file}.json`);
    const json = JSON.parse(readFileSync(path, 'utf8'));
    change(json);
    writeFileSync(path, JSON.stringify(json));
    return loadSchema(folder);
  });
}

const frame = (json, name) => json.messages.find((message) => message.name === name);
const ping = (json) => frame(json, 'Ping').fields;
const field = { name: 'more', kind: 'uint', doc: '' };

const mistakes = [
  ['an unknown kind', 'frames', (json) => ping(json).push({ ...field, kind: 'int' }), 'Ping.more: unknown kind int'],
  ['an unknown limit', 'frames', (json) => ping(json).push({ ...field, kind: 'text', max: 'no' }), 'Ping.more: unknown limit no'],
  ['text without a limit', 'frames', (json) => ping(json).push({ ...field, kind: 'text' }), 'Ping.more: unknown limit undefined'],
  ['a list item without a limit', 'frames', (json) => ping(json).push({ ...field, kind: 'list', of: 'bytes', max: 'agents_max' }), 'Ping.more (item): unknown limit undefined'],
  ['a list of lists', 'frames', (json) => ping(json).push({ ...field, kind: 'list', of: 'list', max: 'agents_max', item_max: 'agents_max' }), 'Ping.more: a list of lists'],
  ['a field without a kind', 'frames', (json) => ping(json).push({ name: 'more' }), 'Ping.more: unknown kind undefined'],
  ['an optional list', 'frames', (json) => ping(json).push({ ...field, kind: 'list', of: 'uint', max: 'agents_max', optional: true }), 'Ping.more: a list is empty, never absent'],
  ['a field used twice', 'frames', (json) => ping(json).push({ ...field, name: 'token' }), 'Ping.token: not a snake_case name, or a used one'],
  ['a field in camelCase', 'frames', (json) => ping(json).push({ ...field, name: 'moreFields' }), 'Ping.moreFields: not a snake_case name'],
  ['a field that hides the type', 'frames', (json) => ping(json).push({ ...field, name: 'type' }), 'Ping: a message has its own type already'],
  ['a type number used twice', 'frames', (json) => { frame(json, 'Ping').type = 25; }, 'Frame: Pong has a false or used type number'],
  ['a message without a type number', 'frames', (json) => { delete frame(json, 'Ping').type; }, 'Frame: Ping has a false or used type number'],
  ['an unknown code', 'frames', (json) => { frame(json, 'Ping').errors = ['no_luck']; }, 'Ping: unknown code no_luck'],
  ['a name used twice', 'records', (json) => json.structs.push({ name: 'Head', doc: '', fields: [] }), 'wire.Head is defined twice'],
  ['a record inside itself', 'records', (json) => json.structs[0].fields.push({ name: 'more', kind: 'Wrap', doc: '' }), 'contains itself'],
  ['a file of another namespace', 'records', (json) => { json.namespace = 'boundary'; }, 'Records: namespace boundary, not wire'],
];

for (const [name, file, change, message] of mistakes) {
  test(`the generator refuses ${name}`, () => {
    assert.throws(() => loadChanged(file, change), (error) => error.message.includes(message));
  });
}

test('a missing optional file leaves its module out', () => {
  inFolder((folder) => {
    cpSync(schemaFolder, folder, { recursive: true });
    rmSync(join(folder, 'calls.json'));
    assert.deepEqual(loadSchema(folder).modules.map(({ cpp }) => cpp), ['messages', 'boundary', 'survey']);
  });
});

const run = (...args) => spawnSync(process.execPath, [generator, ...args], { encoding: 'utf8' });

test('--out writes what --list names, and leaves unchanged files alone', () => {
  inFolder((folder) => {
    assert.equal(run('--out', folder).status, 0);
    const files = run('--list').stdout.trim().split('\n');
    const times = files.map((name) => statSync(join(folder, name)).mtimeMs);
    assert.equal(run('--out', folder).status, 0);
    assert.deepEqual(files.map((name) => statSync(join(folder, name)).mtimeMs), times);
    assert.equal(readdirSync(join(folder, 'ts')).length, files.filter((name) => name.startsWith('ts/')).length);
  });
});

test('a wrong command line gets the usage', () => {
  for (const args of [[], ['--out'], ['--help']]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 2);
    assert.match(stderr, /^usage: /);
  }
});

test('docs without a table, or with an unknown one, are refused by name', () => {
  const schema = loadSchema(schemaFolder);
  assert.throws(() => withTables('', schema), /no place for frames, records/);
  assert.throws(() => withTables('<!-- generated:faces -->\n<!-- /generated -->', schema), /unknown table faces/);
});

test('tables that do not match the schema are filled in again', () => {
  const schema = loadSchema(schemaFolder);
  const docs = readFileSync(fileURLToPath(new URL('../../docs/protocol.md', import.meta.url)), 'utf8');
  assert.equal(withTables(docs, schema), docs);
  const stale = docs.replace('| 12 | `chain` |', '| 13 | `train` |');
  assert.notEqual(stale, docs);
  assert.equal(withTables(stale, schema), docs);
});
