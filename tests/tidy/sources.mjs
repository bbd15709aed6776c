// SPDX-License-Identifier: Apache-2.0
// The files of this repository, new ones included, as the tidy tests read them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

// Tracked files and those not ignored: what the next commit could hold.
export function listFiles(pattern = /./) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return [...new Set(listed.split('\0'))].filter((path) => path && pattern.test(path) && existsSync(join(root, path)));
}

export function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

// The text with comments and literals blanked, line for line: rules are about code alone.
export function codeOf(text) {
  const blank = (match) => match.replace(/[^\n]/g, ' ');
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"\(([\s\S]*?)\)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'/g, blank);
}

// One line for each match: path:line: what.
export function findings(path, text, pattern, what) {
  const found = [];
  for (const match of text.matchAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))) {
    const line = text.slice(0, match.index).split('\n').length;
    found.push(`${path}:${line}: ${typeof what === 'function' ? what(match) : what}`);
  }
  return found;
}
