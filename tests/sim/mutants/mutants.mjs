// SPDX-License-Identifier: Apache-2.0
// The list of mutants: tests/sim/mutants/*.json, one file for each place where rules act. A mutant
// is `name`, the `rule` it switches off, `file`, `find` (« » mark the part that changes) and
// `replace`; `faults` forces what its worlds suffer. `by` names the invariants that must break for
// it to count as caught, with | between them: a world that goes another way may break another.
// `seed` is one in which it was caught.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
export const root = join(folder, '../../..');
export const listPaths = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => join(folder, name));

// FNV-1a: a mutant keeps its number when others come, so that its file is not compiled again.
export function numberOf(name) {
  let number = 0x811c9dc5;
  for (const byte of Buffer.from(name)) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
  return number;
}

function check(mutant) {
  for (const field of ['name', 'rule', 'file', 'find', 'replace']) {
    if (typeof mutant[field] !== 'string') throw new Error(`mutant ${mutant.name}: ${field} is missing`);
  }
  if (!/^[a-z0-9-]+$/.test(mutant.name)) throw new Error(`mutant ${mutant.name}: lower-case letters, digits and -`);
}

/** All mutants, each with its `place`: sender, reader, disk, relay or keys. */
export function listMutants() {
  const mutants = listPaths.flatMap((path) =>
    JSON.parse(readFileSync(path, 'utf8')).map((mutant) => ({ ...mutant, place: basename(path, '.json') })),
  );
  const numbers = new Set([0]);
  for (const mutant of mutants) {
    check(mutant);
    if (numbers.has(numberOf(mutant.name))) throw new Error(`mutant ${mutant.name}: this name, or its number, is taken`);
    numbers.add(numberOf(mutant.name));
  }
  return mutants;
}
