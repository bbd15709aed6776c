// SPDX-License-Identifier: Apache-2.0
// clang-tidy over core and server-stub, by the compile commands of build/native. The files of a
// folder are read as one, because clang-tidy looks at every declaration of every header each time:
// that is nearly all it does. A folder is read again only when a file in it, a header of ours that
// one includes, or .clang-tidy changed since it passed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamps = join(root, 'build/test/clang-tidy');
const includeFolders = [root, join(root, 'build/native/generated')];
const contents = new Map();

function textOf(path) {
  if (!contents.has(path)) contents.set(path, readFileSync(path, 'utf8'));
  return contents.get(path);
}

// The files and every header of ours that they reach, in the order of discovery.
function withHeaders(files) {
  const reached = new Set(files);
  for (const path of reached) {
    for (const [, name] of textOf(path).matchAll(/^#include "([^"]+)"/gm)) {
      const header = includeFolders.map((folder) => join(folder, name)).find(existsSync);
      if (header) reached.add(header);
    }
  }
  return [...reached];
}

function stampOf({ options, files }) {
  const hash = createHash('sha256').update(textOf(join(root, '.clang-tidy'))).update(options);
  for (const path of withHeaders(files)) hash.update(`${path}\0${textOf(path)}\0`);
  return join(stamps, hash.digest('hex').slice(0, 32));
}

// { options, files } for the files of each folder that are compiled alike.
function groups() {
  const found = new Map();
  for (const { command, file } of JSON.parse(readFileSync(join(root, 'build/native/compile_commands.json'), 'utf8'))) {
    const path = relative(root, file);
    if (!/^(core|server-stub)\//.test(path)) continue;
    // The compiler's own name first, then what it should make of which file: both are ours to say.
    const options = command.slice(command.indexOf(' -')).replace(/ -o .*$/, '');
    const key = `${dirname(path)}\0${options}`;
    if (!found.has(key)) found.set(key, { options, files: new Set() });
    found.get(key).files.add(file);
  }
  return [...found.values()].map(({ options, files }) => ({ options, files: [...files].sort() }));
}

// A command line's words; only what CMake quotes is quoted in it.
function words(options) {
  return options.trim().split(/\s+/).map((word) => word.replaceAll('\\"', '"'));
}

// Resolves to what clang-tidy says, or '' when it is content.
function check({ options, files, stamp }) {
  const whole = `${stamp}.cpp`;
  writeFileSync(whole, files.map((file) => `#include "${relative(root, file)}"\n`).join(''));
  // -Wno-…: the commands are g++'s, with options that clang does not know.
  const said = ['--', ...words(options), '-Wno-error', '-Wno-unknown-warning-option'];
  return new Promise((resolve) => {
    execFile('clang-tidy-14', ['--quiet', '--checks=-bugprone-suspicious-include', whole, ...said], { cwd: root, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      rmSync(whole);
      resolve(error ? stdout || stderr : '');
    });
  });
}

mkdirSync(stamps, { recursive: true });
const waiting = groups()
  .map((group) => ({ ...group, stamp: stampOf(group) }))
  .filter(({ stamp }) => !existsSync(stamp))
  .sort((a, b) => a.files.length - b.files.length);
console.log(`${waiting.length} folders to read`);

async function work() {
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const complaint = await check(next);
    if (complaint) {
      process.exitCode = 1;
      console.log(complaint);
    } else {
      writeFileSync(next.stamp, '');
    }
  }
}
await Promise.all(cpus().map(work));
