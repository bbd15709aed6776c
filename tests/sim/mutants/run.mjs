// SPDX-License-Identifier: Apache-2.0
// Plays each mutant until the checkers catch it, and says after how many seeds. A mutant that
// survives is a rule that no test would miss. `--rate N` plays N seeds of each instead and says how
// many of them caught it. A machine that ends itself by a broken invariant counts as caught, too.
import { spawnSync } from 'node:child_process';

import { mutants } from './generate.mjs';

const [binary, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = rest.indexOf(name);
  return at < 0 ? otherwise : rest[at + 1];
};
const rate = Number(option('--rate', 0));
const start = BigInt(option('--start', '1'));
const seedsMax = Number(option('--seeds', '400'));
const only = option('--only', '');

function play(mutant, from, seeds) {
  const words = ['--mutant', mutant.number, '--start', from, '--seeds', seeds, '--quiet'];
  const { stdout, status } = spawnSync(binary, words.map(String), { encoding: 'utf8', timeout: 120_000 });
  const failed = [...stdout.matchAll(/^seed (\d+) FAILED at \d+ ms: ([^:]+)/gm)].map(([, seed, invariant]) => ({ seed: BigInt(seed), invariant }));
  return { failed, ended: status !== 0 && status !== 1 };
}

// The first seed that catches it, or undefined.
function caughtBy(mutant) {
  const { failed, ended } = play(mutant, start, seedsMax);
  if (failed.length > 0) return { seeds: Number(failed[0].seed - start) + 1, by: failed[0].invariant };
  return ended ? { seeds: seedsMax, by: 'the machine ended itself' } : undefined;
}

let passed = 0;
let survived = 0;
for (const mutant of mutants().filter(({ name }) => name.includes(only))) {
  if (rate > 0) {
    let caught = 0;
    for (let i = 0; i < rate; i++) {
      const { failed, ended } = play(mutant, start + BigInt(i), 1);
      caught += failed.length > 0 || ended ? 1 : 0;
    }
    console.log(`${mutant.name}: ${caught} of ${rate} seeds`);
    if (caught > 0) passed++;
    else survived++;
    continue;
  }
  const caught = caughtBy(mutant);
  if (caught) passed++;
  else survived++;
  console.log(caught ? `caught  ${mutant.name}: seed ${caught.seeds}, ${caught.by}` : `SURVIVED  ${mutant.name}: ${seedsMax} seeds, ${mutant.rule}`);
}
console.log(`mutants ${passed} passed ${survived} failed`);
process.exitCode = survived === 0 ? 0 : 1;
