// SPDX-License-Identifier: Apache-2.0
// Writes copies of the core's sources in which each mutant's place asks at run time whether that
// mutant is on: `generate.mjs --list` names the files, `--out DIR` writes them. One compile then
// holds all mutants, and the sources that ship know nothing of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

import { listMutants, numberOf, root } from './mutants.mjs';

/** Where the mutant changes the text: what stands between « and », or all that `find` says. */
export function placeOf(mutant, text) {
  const complain = (why) => {
    throw new Error(`mutant ${mutant.name}: ${why} in ${mutant.file}`);
  };
  const [, before, marked, after] = /^([^«]*)«([^»]*)»([^]*)$/.exec(mutant.find) ?? [null, '', mutant.find, ''];
  const whole = before + marked + after;
  const at = text.indexOf(whole);
  if (at < 0) complain(`there is no '${whole}'`);
  if (text.indexOf(whole, at + 1) >= 0) complain(`'${whole}' stands more than once`);
  return { mutant, start: at + before.length, end: at + before.length + marked.length };
}

const isStatement = (code) => /;\s*\}?\s*$/.test(code);

// Both ways of one place, the switch between them.
function switched(mutant, original) {
  const on = `::shopbell::sim::mutant_on(${numberOf(mutant.name)}u)`;
  if (isStatement(original)) return `if (${on}) { ${mutant.replace} } else { ${original} }`;
  return `(${on} ? (${mutant.replace}) : (${original}))`;
}

// Places lie beside each other or one within another; `places` are those within [start, end).
function render(text, start, end, places) {
  const [outer] = places;
  if (!outer) return text.slice(start, end);
  const within = places.slice(1).filter((place) => place.start < outer.end);
  const crossing = within.find((place) => place.end > outer.end);
  if (crossing) throw new Error(`mutants ${outer.mutant.name} and ${crossing.mutant.name} overlap`);
  const rest = places.slice(1).filter((place) => place.start >= outer.end);
  const original = render(text, outer.start, outer.end, within);
  return text.slice(start, outer.start) + switched(outer.mutant, original) + render(text, outer.end, end, rest);
}

/** The source with every mutant's switch in it. */
export function mutated(path, text, mutants) {
  const places = mutants.map((mutant) => placeOf(mutant, text));
  places.sort((a, b) => a.start - b.start || b.end - a.end);
  return `#include "tests/sim/mutants/switch.hpp"\n#line 1 "${path}"\n${render(text, 0, text.length, places)}`;
}

function namesOf(mutants) {
  const lines = mutants.map(({ name }) => `    if (name == "${name}") return ${numberOf(name)}u;\n`);
  return (
    '#include "tests/sim/mutants/switch.hpp"\n\nnamespace shopbell::sim {\n\n' +
    `uint32_t mutant_number(std::string_view name) {\n${lines.join('')}    return 0;\n}\n\n}  // namespace shopbell::sim\n`
  );
}

function writeIfChanged(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {
    // It is not there yet.
  }
  writeFileSync(path, text);
}

function main([option, folder]) {
  const mutants = listMutants();
  const files = [...new Set(mutants.map(({ file }) => file))].sort();
  if (option === '--list') return stdout.write([...files, 'names.cpp', ''].join('\n'));
  if (option !== '--out' || !folder) throw new Error('generate.mjs takes --list or --out DIR');
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    writeIfChanged(join(folder, file), mutated(file, text, mutants.filter((mutant) => mutant.file === file)));
  }
  writeIfChanged(join(folder, 'names.cpp'), namesOf(mutants));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(argv.slice(2));
  } catch (error) {
    stderr.write(`${error.message}\n`);
    exit(1);
  }
}
