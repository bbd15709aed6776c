// SPDX-License-Identifier: Apache-2.0
// What a screen asks of a recorder, and hears from it: in the console it is there (recorder.ts), in
// the panel it is the page's, at the other end of the port (PipeRecorder here, serveRecorder there).
import type { Handlers, Post } from '../bridge/pipe';

/** Why there is no recording: each has its sentence in assets/locales/files. */
export type RecorderProblem =
  /** By the person, or by what the browser remembers of one. */
  | 'refused'
  | 'noMicrophone'
  /** Another program has it. */
  | 'busy'
  /** By the page's own Permissions-Policy. */
  | 'notAllowed'
  /** A page without https has no microphone. */
  | 'insecure'
  | 'failed';

export interface RecorderEvents {
  /** The microphone is there: it records from now on. */
  started(): void;
  /** `level`: the loudest of the last moment, 0 to 1; `ms` recorded by now, pauses not counted. */
  level(level: number, ms: number): void;
  /** Stopped, by whomever. */
  ended(bytes: ArrayBuffer, media: string, ms: number): void;
  failed(problem: RecorderProblem): void;
}

export interface VoiceRecorder {
  /** Asks for the microphone; `msMax`: it stops by itself then. */
  start(msMax: number): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Nothing of it is kept. */
  cancel(): void;
}

const verbs = ['start', 'pause', 'resume', 'stop', 'cancel'] as const;
type Verb = (typeof verbs)[number];

/** The name under which the panel asks for all of this. */
export const pipeName = 'voice';

/** The panel's end. */
export class PipeRecorder implements VoiceRecorder {
  constructor(private readonly post: Post) {}

  /** The page's part is fetched, so that it is there where the network is not. */
  prepare(): void {
    this.post(pipeName, 'prepare');
  }

  start(msMax: number): void {
    this.post(pipeName, 'start', msMax);
  }

  pause(): void {
    this.post(pipeName, 'pause');
  }

  resume(): void {
    this.post(pipeName, 'resume');
  }

  stop(): void {
    this.post(pipeName, 'stop');
  }

  cancel(): void {
    this.post(pipeName, 'cancel');
  }
}

/** What the panel hears of it; `on` is who listens there. */
export function heardThrough(on: RecorderEvents): Handlers {
  return {
    voiceStarted: () => on.started(),
    voiceLevel: (level: number, ms: number) => on.level(level, ms),
    voiceEnded: (bytes: ArrayBuffer, media: string, ms: number) => on.ended(bytes, media, ms),
    voiceFailed: (problem: RecorderProblem) => on.failed(problem),
  };
}

/** What the page's recorder says, through the port. */
export function toldThrough(post: Post): RecorderEvents {
  return {
    started: () => post('voiceStarted'),
    level: (level, ms) => post('voiceLevel', level, ms),
    ended: (bytes, media, ms) => post('voiceEnded', bytes, media, ms),
    failed: (problem) => post('voiceFailed', problem),
  };
}

/** The loader's end: takes what PipeRecorder has posted. */
export function serveRecorder(recorder: VoiceRecorder): (verb: string, msMax?: number) => void {
  return (verb, msMax = 0) => {
    if ((verbs as readonly string[]).includes(verb)) recorder[verb as Verb](msMax);
  };
}
