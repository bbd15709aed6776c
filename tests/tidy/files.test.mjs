// SPDX-License-Identifier: Apache-2.0
// Habits of this repository that hold for every file: where things lie, how long they are, what
// they are called, and what never stands in them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { codeOf, findings, listFiles, read, root } from './sources.mjs';

const linesMax = 400;
const source = /\.(cpp|hpp|c|h|ts|tsx|mjs|js|cmake|sh)$|(^|\/)CMakeLists\.txt$|^dev$|^\.ci\/run$/;

test('each source file names its licence in its first lines', () => {
  const wrong = listFiles(source).filter(
    (path) => !read(path).split('\n', 3).some((line) => /^(\/\/|#) SPDX-License-Identifier: Apache-2\.0$/.test(line)),
  );
  assert.deepEqual(wrong, []);
});

test(`no source file is longer than ${linesMax} lines`, () => {
  const wrong = listFiles(/^(core|server-stub|widget|web|tests|examples)\/.*\.(cpp|hpp|c|h|ts|tsx|css|js|mjs)$/)
    .map((path) => [path, read(path).split('\n').length - 1])
    .filter(([, lines]) => lines > linesMax)
    .map(([path, lines]) => `${path}: ${lines}`);
  assert.deepEqual(wrong, []);
});

test('each C++ header opens with what it is, and guards itself by #pragma once', () => {
  const wrong = listFiles(/^(core|server-stub|tests|examples)\/.*\.hpp$/).filter((path) => {
    const lines = read(path).split('\n');
    return !/^\/\/ \S.{20,}/.test(lines[1] ?? '') || !lines.includes('#pragma once');
  });
  assert.deepEqual(wrong, []);
});

test('files are called snake_case in C++ and kebab-case in TypeScript', () => {
  const wrong = [
    ...listFiles(/^(core|server-stub|tests|examples)\/.*\.(cpp|hpp|c|h)$/).filter((path) => !/^[a-z0-9_]+\.\w+$/.test(path.split('/').pop())),
    ...listFiles(/^(core|web|widget|tests|examples)\/.*\.(ts|tsx|mjs|js|css)$/).filter((path) => !/^[a-z0-9-]+(\.test|\.d)?\.\w+$/.test(path.split('/').pop())),
  ];
  assert.deepEqual(wrong, []);
});

test('no file is named after nothing in particular', () => {
  assert.deepEqual(listFiles(/(manager|utils?|helpers?|misc|common|stuff)([._-]|$|\/)/i), []);
});

test('no build output is committed', () => {
  const made = /^(build|node_modules)\/|\.(o|a|so|wasm|br|map|db|sqlite|log|pyc)$/;
  assert.deepEqual(listFiles(made), []);
});

test('only the agreed names stand at the top', () => {
  const agreed = new Set([
    '.ci', '.clang-format', '.clang-tidy', '.editorconfig', '.gitignore', '.npmrc', 'ARCHITECTURE.md', 'CMakeLists.txt',
    'CMakePresets.json', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'assets', 'core', 'dev', 'docs', 'eslint.config.mjs',
    'examples', 'package-lock.json', 'package.json', 'server-stub', 'tests', 'tsconfig.json', 'web', 'widget',
  ]);
  const found = new Set(listFiles().map((path) => path.split('/')[0]));
  assert.deepEqual([...found].filter((name) => !agreed.has(name)), []);
});

test('text never becomes markup, and a message names its target', () => {
  // Spelled apart, so that this file does not find itself.
  const markup = new RegExp(`\\b(inner|outer)${'HTML'}\\b|insertAdjacent${'HTML'}|document\\.write\\b|dangerouslySet\\w+`, 'g');
  const wildcard = /postMessage\([^)]*['"]\*['"]/g;
  const wrong = listFiles(/^(widget|web|examples|assets)\/.*\.(ts|tsx|js|mjs|html)$/).flatMap((path) => [
    ...findings(path, read(path), markup, ([name]) => name),
    ...findings(path, read(path), wildcard, 'postMessage to any window'),
  ]);
  assert.deepEqual(wrong, []);
});

test('no test is switched off and no work is put off', () => {
  const words = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`, 'g');
  const off = new RegExp(`\\b(test|it|describe)\\.(skip|only|todo)\\b|doctest::${'skip'}|\\{\\s*(skip|only|todo):\\s*true`, 'g');
  const wrong = listFiles(source).flatMap((path) => [
    ...findings(path, read(path), words, ([word]) => word),
    ...findings(path, codeOf(read(path)), off, ([call]) => call),
  ]);
  assert.deepEqual(wrong, []);
});

test('tests wait for events and never sleep', () => {
  const sleeping = /\b(waitForTimeout|sleep_for|sleep_until|usleep|nanosleep)\b|setTimeout\(\s*(resolve|done|r)\b/g;
  const wrong = listFiles(/^tests\/(?!tidy\/).*\.(mjs|ts|cpp|hpp)$/).flatMap((path) =>
    findings(path, codeOf(read(path)), sleeping, ([call]) => call),
  );
  assert.deepEqual(wrong, []);
});

test('C++ sources stand as clang-format writes them', () => {
  const files = listFiles(/\.(cpp|hpp|c|h)$/);
  if (files.length === 0) return;
  try {
    execFileSync('clang-format-14', ['--dry-run', '--Werror', ...files], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const named = new Set(error.stderr.match(/^[^\s:]+\.(cpp|hpp|c|h)(?=:\d)/gm) ?? [error.message]);
    assert.fail(`run ./dev fmt; not formatted: ${[...named].join(' ')}`);
  }
});

test('package-lock.json pins every package by hash and names no download address', () => {
  const lock = JSON.parse(read('package-lock.json'));
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (name === '') continue;
    assert.ok(!('resolved' in entry), `${name} has a download address`);
    assert.match(entry.integrity ?? '', /^sha512-/, `${name} has no hash`);
  }
});

test('the tables of docs/protocol.md are those of the schema', () => {
  execFileSync(process.execPath, ['core/wire/generate.mjs', '--check-docs'], { cwd: root, stdio: 'pipe' });
});
