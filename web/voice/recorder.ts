// SPDX-License-Identifier: Apache-2.0
// Records speech from the microphone, as Opus or AAC, whichever this browser writes. It needs a page
// with an origin: in the widget it runs in the shop's page, as the sandboxed panel is given no
// microphone (web/voice/voice-recorder.ts is what goes between them); in the console it is called directly.
import type { RecorderEvents, RecorderProblem, VoiceRecorder } from './voice-recorder';

/** What the parts beside it take for speech: small, and good enough for a voice. */
export const bitsPerSecond = 32_000;
/** How often the level is told while it records. */
export const levelMs = 50;

// Every browser plays the first by now; the others are for those that do not write it.
const types = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** The first of our types that this browser writes; undefined: it records nothing that others play. */
export function recordedType(isTypeSupported: (type: string) => boolean): string | undefined {
  return types.find(isTypeSupported);
}

/** What went wrong, of the error that getUserMedia rejects with (Media Capture and Streams §10.2). */
export function problemOf(error: unknown, isAllowedHere: boolean): RecorderProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'SecurityError' || (name === 'NotAllowedError' && !isAllowedHere)) return 'notAllowed';
  if (name === 'NotAllowedError') return 'refused';
  if (name === 'NotFoundError') return 'noMicrophone';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'failed';
}

export class Recorder implements VoiceRecorder {
  #take: Take | undefined;

  constructor(private readonly on: RecorderEvents) {}

  start(msMax: number): void {
    this.cancel();
    this.#take = new Take(msMax, this.on);
    void this.#take.begin();
  }

  pause(): void {
    this.#take?.pause();
  }

  resume(): void {
    this.#take?.resume();
  }

  stop(): void {
    this.#take?.stop();
  }

  cancel(): void {
    this.#take?.cancel();
    this.#take = undefined;
  }
}

/** One recording, from the question for the microphone to its last sample. */
class Take {
  #stream: MediaStream | undefined;
  #recorder: MediaRecorder | undefined;
  #sound: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isOver = false;
  // Recorded before the last pause, and when it went on (undefined: it has not); ms.
  #before = 0;
  #since: number | undefined;

  constructor(
    private readonly msMax: number,
    private readonly on: RecorderEvents,
  ) {}

  async begin(): Promise<void> {
    if (!isSecureContext) return this.#fail('insecure');
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#stream = stream;
      if (this.#isOver) this.#release();
      else this.#record(stream);
    } catch (error) {
      this.#fail(problemOf(error, isMicrophoneAllowed()));
    }
  }

  pause(): void {
    if (this.#recorder?.state !== 'recording') return;
    this.#recorder.pause();
    this.#before = this.#ms;
    this.#since = undefined;
  }

  resume(): void {
    if (this.#recorder?.state !== 'paused') return;
    this.#recorder.resume();
    this.#since = performance.now();
  }

  stop(): void {
    if (!this.#recorder) return this.cancel();
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  cancel(): void {
    this.#isOver = true;
    this.#release();
  }

  #record(stream: MediaStream): void {
    const type = recordedType((one) => MediaRecorder.isTypeSupported(one));
    if (!type) return this.#fail('failed');
    const recorder = (this.#recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond }));
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    // Also when the microphone is unplugged: what it gave until then is kept.
    recorder.onstop = () => void this.#finish(new Blob(parts), type, this.#ms);
    recorder.onerror = () => this.#fail('failed');
    const levelNow = this.#listen(stream);
    recorder.start();
    this.#since = performance.now();
    this.#timer = setInterval(() => {
      if (recorder.state !== 'recording') return;
      this.on.level(levelNow(), this.#ms);
      if (this.#ms >= this.msMax) this.stop();
    }, levelMs);
    this.on.started();
  }

  // The loudest sample of the last moment, 0 to 1.
  #listen(stream: MediaStream): () => number {
    const sound = (this.#sound = new AudioContext());
    const analyser = sound.createAnalyser();
    sound.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return () => {
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    };
  }

  async #finish(file: Blob, type: string, ms: number): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#release();
    const bytes = await file.arrayBuffer();
    if (bytes.byteLength > 0) this.on.ended(bytes, type.split(';')[0] ?? type, Math.round(ms));
    else this.on.failed('failed');
  }

  #fail(problem: RecorderProblem): void {
    if (this.#isOver) return;
    this.cancel();
    this.on.failed(problem);
  }

  // The browser's sign that it listens goes out.
  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#sound?.close().catch(() => undefined);
    this.#sound = undefined;
  }

  get #ms(): number {
    return this.#before + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }
}

interface PolicyDocument {
  featurePolicy?: { allowsFeature(name: string): boolean };
}

// Where the browser does not tell of the page's Permissions-Policy, a refusal counts as the person's.
function isMicrophoneAllowed(): boolean {
  return (document as PolicyDocument).featurePolicy?.allowsFeature('microphone') ?? true;
}
