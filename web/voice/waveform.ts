// SPDX-License-Identifier: Apache-2.0
// The bars that stand for a voice message: how loud it is, from its beginning to its end.

/** The loudest sample of each of `bars` equal pieces, as a part of the loudest of all: 0 to 255. */
export function waveformOf(samples: Float32Array, bars: number): Uint8Array {
  const peaks = Array.from({ length: bars }, (_, bar) => {
    let peak = 0;
    for (let at = Math.floor((bar * samples.length) / bars); at < ((bar + 1) * samples.length) / bars; at += 1) {
      const level = Math.abs(samples[at] ?? 0);
      if (level > peak && level < Infinity) peak = level;
    }
    return peak;
  });
  const loudest = Math.max(...peaks) || 1;
  return Uint8Array.from(peaks, (peak) => Math.round((peak / loudest) * 255));
}
