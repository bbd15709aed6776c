// SPDX-License-Identifier: Apache-2.0
// The one message tone, made on the spot: two soft partials, under 400 ms. It stays silent until
// somebody has used this page (browsers insist, and so do we).

let context: AudioContext | undefined;

export function playTone(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    partial(context, 660, 0, 0.06);
    partial(context, 990, 0.07, 0.04);
  } catch {
    // A device without sound: there are the badge and the words.
  }
}

function partial(audio: AudioContext, frequency: number, delay: number, loudness: number): void {
  const start = audio.currentTime + delay;
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(loudness, start + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.3);
}
