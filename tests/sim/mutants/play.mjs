// SPDX-License-Identifier: Apache-2.0
// Runs sim_mutants and reads what it says. A process that ends by itself in the middle of a world
// (an assertion of the core) has caught the mutant too, if that world is whole without it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { root } from './mutants.mjs';

const program = join(root, 'build/native/sim_mutants');

/** Lines as [word, ...fields], and the signal that ended the process if one did. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0 && !signal) return reject(new Error(`${program} ${args.join(' ')} ended with ${code}`));
      resolve({ lines: text.split('\n').filter(Boolean).map((line) => line.split('\t')), signal });
    });
  });
}

const faultsOf = ({ faults }) => (faults ? ['--faults', faults] : []);

/** Every world of the mutant's that breaks without it, as {seed, by}. */
export async function playUnmutated(mutant, { start, seeds }) {
  const { lines } = await run(['none', '--start', start, '--seeds', seeds, ...faultsOf(mutant)]);
  return lines.filter(([word]) => word === 'broken').map(([, seed, by]) => ({ seed: Number(seed), by }));
}

const expects = ({ by }, invariant) => !by || by.split('|').includes(invariant);

/** Plays `seeds` worlds from `start` on: every catch as {seed, by, what}, or the first alone. */
export async function play(mutant, { start, seeds, all = false }) {
  const caught = [];
  const take = (seed, by, what) => {
    if (expects(mutant, by)) caught.push({ seed, by, what });
  };
  for (let next = start; next < start + seeds && (all || caught.length === 0); ) {
    const left = all ? start + seeds - next : Math.min(start + seeds - next, 8);
    const range = ['--start', next, '--seeds', left, '--keep-going'];
    const { lines, signal } = await run([mutant.name, ...range, ...faultsOf(mutant)]);
    for (const [word, seed, by, what] of lines) {
      if (word === 'caught') take(Number(seed), by, what);
    }
    next += left;
    if (!signal) continue;
    const seed = Number(lines.at(-1)[1]);
    next = seed + 1;
    const broken = await playUnmutated(mutant, { start: seed, seeds: 1 });
    if (broken.length === 0) take(seed, 'assertion', signal);
  }
  return all ? caught : caught.slice(0, 1);
}

/** Calls `work` on each, two at a time: as many as there are cores where CI runs. */
export async function eachOfTwo(items, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  };
  await Promise.all([worker(), worker()]);
}
