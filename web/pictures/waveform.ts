// SPDX-License-Identifier: Apache-2.0
// The bars that stand for a voice message: how loud it is, from its beginning to its end.
import { soundSeconds } from './poster';

export const waveformBars = 48;
/** What is longer or larger is not decoded: silence packs a day into a few megabytes. */
export const waveformSecondsMax = 900;
export const waveformBytesMax = 4_000_000;

// Low, because bars need no treble: the browser resamples while it decodes.
const sampleRate = 8000;

/** The loudest sample of each of `bars` equal pieces, as a part of the loudest of all: 0 to 255. */
export function waveformOf(samples: Float32Array, bars = waveformBars): Uint8Array {
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

/** Undefined for what the browser cannot decode, and for what is above the limits here. */
export async function audioWaveform(file: Blob, bars = waveformBars): Promise<Uint8Array | undefined> {
  if (file.size > waveformBytesMax) return undefined;
  const seconds = await soundSeconds(file);
  if (!seconds || seconds > waveformSecondsMax) return undefined;
  try {
    const sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(await file.arrayBuffer());
    return waveformOf(sound.getChannelData(0), bars);
  } catch {
    return undefined;
  }
}
