// SPDX-License-Identifier: Apache-2.0
// `./dev mutants [NAME|PLACE...] [--seeds N] [--start S] [--first] [--record]`: plays N worlds (100)
// with each mutant on and prints how many caught it, the first of them and by what; and in how many
// of these worlds the same invariants break without it. --first stops at the first catch, --record
// writes seeds and invariants into the lists. Ends with 1 if a mutant was not caught.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';

import { listMutants, listPaths } from './mutants.mjs';
import { eachOfTwo, play, playUnmutated } from './play.mjs';

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '100' },
    start: { type: 'string', default: '1' },
    first: { type: 'boolean' },
    record: { type: 'boolean' },
  },
});
const range = { start: Number(values.start), seeds: Number(values.seeds) };

function chosen() {
  const all = listMutants();
  const unknown = positionals.filter((name) => !all.some((mutant) => mutant.name === name || mutant.place === name));
  if (unknown.length > 0) {
    stderr.write(`there is no mutant ${unknown.join(', ')}\n`);
    exit(2);
  }
  if (positionals.length === 0) return all;
  return all.filter(({ name, place }) => positionals.includes(name) || positionals.includes(place));
}

// What breaks without a mutant, once for each set of faults.
const unmutated = new Map();
function brokenWithout(mutant) {
  const faults = mutant.faults ?? '';
  if (!unmutated.has(faults)) unmutated.set(faults, playUnmutated(mutant, range));
  return unmutated.get(faults);
}

// By which invariants, the most frequent first; those of less than a fifth are left out.
function invariantsOf(caught) {
  const counts = new Map();
  for (const { by } of caught) counts.set(by, (counts.get(by) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count * 5 >= caught.length);
  return frequent.sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

async function line(mutant, caught) {
  const by = invariantsOf(caught);
  const heading = `${mutant.place.padEnd(7)}${mutant.name.padEnd(32)}`;
  if (caught.length === 0) return `${heading}NOT CAUGHT: ${mutant.rule}\n`;
  const first = `seed ${caught[0].seed}: ${by.join(', ')}`;
  if (values.first) return `${heading}${first}\n`;
  const without = (await brokenWithout(mutant)).filter((broken) => by.includes(broken.by)).length;
  return `${heading}${String(caught.length).padStart(5)} of ${range.seeds}, without ${String(without).padEnd(3)} ${first}\n`;
}

// Into the lists, each mutant on lines of its own.
function record(found) {
  for (const path of listPaths) {
    let name = '';
    const renewed = readFileSync(path, 'utf8').split('\n').map((text) => {
      name = /"name": "([^"]*)"/.exec(text)?.[1] ?? name;
      if (!/\}(,?)$/.test(text) || !found.has(name)) return text;
      const { by, seed } = found.get(name);
      const rest = text.replace(/, "by": "[^"]*"/, '').replace(/, "seed": \d+/, '');
      return rest.replace(/\}(,?)$/, `, "by": "${by}", "seed": ${seed}}$1`);
    });
    writeFileSync(path, renewed.join('\n'));
  }
}

const found = new Map();
const mutants = chosen();
let missed = 0;
await eachOfTwo(mutants, async (mutant) => {
  const caught = await play(mutant, { ...range, all: !values.first });
  if (caught.length === 0) missed += 1;
  const by = invariantsOf(caught);
  const typical = caught.find((one) => one.by === by[0]);
  if (typical) found.set(mutant.name, { by: mutant.by ?? by.join('|'), seed: typical.seed });
  stdout.write(await line(mutant, caught));
});
if (values.record) record(found);
stdout.write(`${mutants.length - missed} of ${mutants.length} mutants caught\n`);
exit(missed === 0 ? 0 : 1);
