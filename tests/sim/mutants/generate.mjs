// SPDX-License-Identifier: Apache-2.0
// Makes a copy of the core in which every rule of *.json can be switched off at run time: where a
// mutant's text stands, the copy says `mutant == N ? replacement : text`. One tree, one build, and
// core/ itself stays as it is. Refuses a text that is not there, or there twice: a mutant that has
// lost its place would be killed by nobody.
import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

/** All mutants, numbered from 1 in the order of the files' names: {number, name, rule, file, find, replace}. */
export function mutants() {
  const files = readdirSync(here).filter((name) => name.endsWith('.json')).sort();
  const all = files.flatMap((name) => JSON.parse(readFileSync(join(here, name), 'utf8')));
  return all.map((mutant, at) => ({ ...mutant, number: at + 1 }));
}

/** The sources that are copied, by their path from the root: where the rules of delivery and of keys act. */
export function sources() {
  const ofFolder = (folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.(cpp|hpp)$/.test(name))
      .map((name) => `${folder}/${name}`);
  const store = 'server-stub/store/memory_store';
  return [...['core/crypto', 'core/client', 'core/relay'].flatMap(ofFolder), `${store}.cpp`, `${store}.hpp`];
}

// A statement ends in a semicolon or a brace; anything else is an expression.
function choice(original, cases) {
  const isStatement = /[;}]\s*$/.test(original);
  if (isStatement) {
    const branches = cases.map(({ number, replace }) => `if (::shopbell::mutant == ${number}) { ${replace} } else `);
    return `${branches.join('')}{ ${original} }`;
  }
  return cases.reduce((text, { number, replace }) => `(::shopbell::mutant == ${number} ? (${replace}) : ${text})`, `(${original})`);
}

export function mutate(path, text, all) {
  const byPlace = new Map();
  for (const mutant of all.filter(({ file }) => file === path)) {
    byPlace.set(mutant.find, [...(byPlace.get(mutant.find) ?? []), mutant]);
  }
  let changed = text;
  for (const [find, cases] of byPlace) {
    const places = text.split(find).length - 1;
    if (places !== 1) throw new Error(`${cases[0].name}: its text stands ${places} times in ${path}`);
    changed = changed.replace(find, () => choice(find, cases));
  }
  if (byPlace.size === 0) return text;
  const firstInclude = changed.indexOf('#include');
  return `${changed.slice(0, firstInclude)}#include "tests/sim/mutants/mutant.hpp"\n${changed.slice(firstInclude)}`;
}

export function generate(out) {
  const all = mutants();
  const known = sources();
  for (const { name, file } of all) {
    if (!known.includes(file)) throw new Error(`${name}: ${file} is not in the copy`);
  }
  for (const path of known) {
    const text = mutate(path, readFileSync(join(root, path), 'utf8'), all);
    const target = join(out, path);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === '--sources') console.log(sources().join('\n'));
  else generate(process.argv[2]);
}
