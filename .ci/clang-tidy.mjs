// SPDX-License-Identifier: Apache-2.0
// clang-tidy over core and server-stub, by the compile commands of build/native. A file is read
// again only when it, a header of ours that it includes, or .clang-tidy changed since it passed.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamps = join(root, 'build/test/clang-tidy');
const includeFolders = [root, join(root, 'build/native/generated')];
const contents = new Map();

function textOf(path) {
  if (!contents.has(path)) contents.set(path, readFileSync(path, 'utf8'));
  return contents.get(path);
}

// The file and every header of ours that it reaches, in the order of discovery.
function withHeaders(file) {
  const reached = new Set([file]);
  for (const path of reached) {
    for (const [, name] of textOf(path).matchAll(/^#include "([^"]+)"/gm)) {
      const header = includeFolders.map((folder) => join(folder, name)).find(existsSync);
      if (header) reached.add(header);
    }
  }
  return [...reached];
}

function stampOf(file) {
  const hash = createHash('sha256').update(textOf(join(root, '.clang-tidy')));
  for (const path of withHeaders(file)) hash.update(`${path}\0${textOf(path)}\0`);
  return join(stamps, hash.digest('hex').slice(0, 32));
}

// Resolves to what clang-tidy says, or '' when it is content.
function check(file) {
  // -Wno-…: the commands are g++'s, with options that clang does not know.
  const options = ['-p', 'build/native', '--quiet', '--extra-arg=-Wno-error', '--extra-arg=-Wno-unknown-warning-option'];
  return new Promise((resolve) => {
    execFile('clang-tidy-14', [...options, file], { cwd: root, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve(error ? stdout || stderr : '');
    });
  });
}

// What is for wasm alone has no native compile command.
const paths = ['core/*.cpp', 'server-stub/*.cpp', ':!core/abi/wasm/*'];
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...paths], {
  cwd: root,
  encoding: 'utf8',
});
const waiting = listed
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)))
  .map((path) => ({ path: join(root, path), stamp: stampOf(join(root, path)) }))
  .filter(({ stamp }) => !existsSync(stamp));
mkdirSync(stamps, { recursive: true });
console.log(`${waiting.length} files to read`);

async function work() {
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const complaint = await check(next.path);
    if (complaint) {
      process.exitCode = 1;
      console.log(complaint);
    } else {
      writeFileSync(next.stamp, '');
    }
  }
}
await Promise.all(cpus().map(work));
