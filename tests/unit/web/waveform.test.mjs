// SPDX-License-Identifier: Apache-2.0
// web/voice/waveform.ts: the bars of samples.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { waveformOf } = await load('web/voice/waveform');

const bars = 48;

test('each bar is the loudest sample of its piece, as a part of the loudest of all', () => {
  const samples = Float32Array.from([0, 0.1, -0.4, 0, 0.2, 0.2, 0, 0]);
  assert.deepEqual([...waveformOf(samples, 4)], [64, 255, 128, 0]);
});

test('a quiet recording shows as well as a loud one', () => {
  const loud = Float32Array.from({ length: 4800 }, (_, at) => Math.sin(at) * (at / 4800));
  assert.deepEqual(waveformOf(loud.map((sample) => sample / 512), bars), waveformOf(loud, bars));
  assert.equal(Math.max(...waveformOf(loud, bars)), 255);
});

test('every sample counts where pieces are not equal, and fewer samples than bars are spread', () => {
  for (let at = 0; at < 50; at += 1) {
    const samples = new Float32Array(50);
    samples[at] = 1;
    assert.equal(Math.max(...waveformOf(samples, bars)), 255, `sample ${at}`);
  }
  assert.deepEqual([...waveformOf(Float32Array.from([0.5, 1]), 4)], [128, 128, 255, 255]);
});

test('silence, nothing, and samples that are no numbers are flat', () => {
  const flat = new Uint8Array(bars);
  for (const samples of [[0, 0, 0], [], [NaN, Infinity, -Infinity]]) assert.deepEqual(waveformOf(Float32Array.from(samples), bars), flat);
  assert.deepEqual([...waveformOf(Float32Array.from([NaN, 1]), 2)], [0, 255]);
});
