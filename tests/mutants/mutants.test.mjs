// SPDX-License-Identifier: Apache-2.0
// A rule that is switched off must break a world. Each mutant is played with the seed in which it
// was caught last; where the core or the simulator has moved on since, the first worlds are tried.
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';

import { mutated } from '../sim/mutants/generate.mjs';
import { listMutants } from '../sim/mutants/mutants.mjs';
import { play } from '../sim/mutants/play.mjs';

const seedsMax = 400;

describe('the simulator catches', { concurrency: 2 }, () => {
  for (const mutant of listMutants()) {
    it(`${mutant.name}: ${mutant.rule}`, async () => {
      let caught = await play(mutant, { start: mutant.seed, seeds: 1 });
      if (caught.length === 0) caught = await play(mutant, { start: 1, seeds: seedsMax });
      assert.ok(caught.length > 0, `not caught in ${seedsMax} worlds: ./dev mutants ${mutant.name} --seeds 1000`);
    });
  }
});

const one = { name: 'one', file: 'a.cpp', find: 'if («x») y();', replace: 'false' };

test('a mutant asks at its place whether it is on', () => {
  assert.match(mutated('a.cpp', 'if (x) y();', [one]), /if \(\(::shopbell::sim::mutant_on\(\d+u\) \? \(false\) : \(x\)\)\) y\(\);$/);
});

test('a mutant whose place is gone, or there twice, is named', () => {
  assert.throws(() => mutated('a.cpp', 'if (z) y();', [one]), /mutant one: there is no 'if \(x\) y\(\);' in a\.cpp/);
  assert.throws(() => mutated('a.cpp', 'if (x) y(); if (x) y();', [one]), /mutant one: .* stands more than once/);
});

test('two mutants that overlap are named', () => {
  const other = { ...one, name: 'other', find: '«(x) y»();' };
  assert.throws(() => mutated('a.cpp', 'if (x) y();', [{ ...one, find: '«if (x)» y();' }, other]), /mutants one and other overlap/);
});
