// SPDX-License-Identifier: Apache-2.0
// A voice message while it is made: the button that is tapped or held, what the recorder says, and
// the bars that become of its levels. When it ends it goes to the tray; nothing leaves before Send.
import { waveformBytesMax } from '@wire/limits';

import type { FileWord } from '../files/words';
import { waveformOf } from './waveform';
import { bitsPerSecond } from './recorder';
import type { RecorderEvents, RecorderProblem, VoiceRecorder } from './voice-recorder';

/** A voice message is not longer than this, however much the shop takes. */
export const voiceMsMax = 5 * 60_000;
/** A button that was held for this long stops the recording when it is let go. */
export const heldMsMin = 500;
/** Shorter than this is a slip of the finger. */
const voiceMsMin = 300;

export type RecordingState = 'idle' | 'asking' | 'recording' | 'paused' | 'ending';

export interface Voice {
  bytes: Blob;
  /** ms */
  duration: number;
  /** A byte a bar, 255 the loudest. */
  waveform: Uint8Array;
}

/** What fits into the shop's largest file, by the recorder's rate with a fifth to spare; ms. */
export function recordingMsMax(fileBytesMax: number): number {
  return Math.min(voiceMsMax, Math.floor((fileBytesMax * 8 * 0.8 * 1000) / bitsPerSecond));
}

export class Recording implements RecorderEvents {
  state: RecordingState = 'idle';
  /** Recorded by now; ms. */
  ms = 0;
  /** The loudest of each moment, 0 to 1. */
  levels: number[] = [];
  /** Why there is none. */
  problem: RecorderProblem | undefined;
  /** For those who listen: what has just become of it. */
  said: FileWord | undefined;
  /** A new level: many times a second, for its own part of the screen alone. */
  onLevel: () => void = () => undefined;
  readonly #recorder: VoiceRecorder;
  #pressedAt = 0;

  constructor(
    makeRecorder: (on: RecorderEvents) => VoiceRecorder,
    private readonly fileBytesMax: () => number,
    private readonly keep: (voice: Voice) => void,
    private readonly changed: () => void,
  ) {
    this.#recorder = makeRecorder(this);
  }

  get isOn(): boolean {
    return this.state !== 'idle';
  }

  /** The button goes down: it starts, or stops what was started by a tap. `at`: ms of any clock. */
  press(at: number): void {
    if (this.isOn) return this.stop();
    this.#pressedAt = at;
    this.levels = [];
    this.ms = 0;
    this.problem = undefined;
    this.#become('asking');
    this.#recorder.start(recordingMsMax(this.fileBytesMax()));
  }

  /** The button is let go: a tap goes on, who held it is done. */
  release(at: number): void {
    const isHeld = this.#pressedAt > 0 && at - this.#pressedAt >= heldMsMin;
    this.#pressedAt = 0;
    // Who is still asked for the microphone let go to answer.
    if (isHeld && this.state === 'recording') this.stop();
  }

  pause(): void {
    if (this.state !== 'recording') return;
    this.#recorder.pause();
    this.#become('paused', 'voicePaused');
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.#recorder.resume();
    this.#become('recording', 'voiceRecording');
  }

  /** Its end goes to the tray. */
  stop(): void {
    if (this.state === 'asking') return this.cancel();
    if (this.state !== 'recording' && this.state !== 'paused') return;
    this.#recorder.stop();
    this.#become('ending');
  }

  cancel(): void {
    if (!this.isOn) return;
    this.#recorder.cancel();
    this.#become('idle', 'voiceCancelled');
  }

  started(): void {
    if (this.state === 'asking') this.#become('recording', 'voiceRecording');
  }

  level(level: number, ms: number): void {
    if (this.state !== 'recording') return;
    this.levels.push(level);
    this.ms = ms;
    this.onLevel();
  }

  ended(bytes: ArrayBuffer, media: string, ms: number): void {
    if (!this.isOn) return;
    if (ms < voiceMsMin) return this.#become('idle', 'voiceTooShort');
    this.#become('idle', 'voiceReady');
    this.keep({ bytes: new Blob([bytes], { type: media }), duration: ms, waveform: waveformOf(Float32Array.from(this.levels), waveformBytesMax) });
  }

  failed(problem: RecorderProblem): void {
    if (!this.isOn) return;
    this.problem = problem;
    this.#become('idle');
  }

  #become(state: RecordingState, said?: FileWord): void {
    this.state = state;
    this.said = said;
    this.changed();
  }
}

/** As many bars as there is room for: each the highest of those that it stands for. */
export function fewerBars(waveform: Uint8Array, count: number): number[] {
  if (waveform.length <= count) return [...waveform];
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / count);
    return Math.max(...waveform.subarray(from, Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / count))));
  });
}
