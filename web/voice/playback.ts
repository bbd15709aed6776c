// SPDX-License-Identifier: Apache-2.0
// Plays a voice message: one at a time on a screen, at the speed that was chosen last. What a
// recorder wrote does not say how long it is, so its length is the message's; the sound's own, which
// is found out when it is played, may differ a little, and places are taken as parts of either.

export const speeds = [1, 1.5, 2];

let playing: HTMLAudioElement | undefined;
let speed = 1;

/** At which messages play here now. */
export function speedNow(): number {
  return speed;
}

export class Playback {
  /** The browser cannot play it. */
  isUnplayable = false;
  readonly #audio = new Audio();
  #measuring: Promise<void> | undefined;
  #isMeasured = false;
  // Where it shall begin, as long as it is not measured; ms.
  #wanted = 0;
  #frame = 0;

  constructor(
    url: string,
    private readonly durationMs: number,
    private readonly changed: () => void,
  ) {
    const audio = this.#audio;
    audio.src = url;
    for (const event of ['play', 'pause', 'timeupdate', 'seeked']) audio.addEventListener(event, () => this.changed());
    audio.addEventListener('ended', () => this.seek(0));
    audio.addEventListener('error', () => {
      this.isUnplayable = audio.src !== '';
      this.changed();
    });
  }

  get isPlaying(): boolean {
    return !this.#audio.paused && !this.#audio.ended;
  }

  /** Where it is; ms. */
  get at(): number {
    const { currentTime, duration } = this.#audio;
    return this.#isMeasured ? Math.min(1, currentTime / duration) * this.durationMs : this.#wanted;
  }

  async play(): Promise<void> {
    const audio = this.#audio;
    if (playing !== audio) playing?.pause();
    playing = audio;
    audio.playbackRate = speed;
    try {
      await this.#measure();
      await audio.play();
    } catch {
      // Paused again meanwhile, or not to be played: its events say so.
    }
    this.#follow();
  }

  pause(): void {
    this.#audio.pause();
  }

  seek(ms: number): void {
    this.#wanted = Math.max(0, Math.min(ms, this.durationMs));
    if (this.#isMeasured) this.#go();
    else this.#measure().catch(() => undefined);
  }

  /** The next of the speeds, for this message and those after it. */
  hasten(): void {
    speed = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
    this.#audio.playbackRate = speed;
    this.changed();
  }

  end(): void {
    if (playing === this.#audio) playing = undefined;
    cancelAnimationFrame(this.#frame);
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
  }

  // Until the player has been at the end it knows of no place to go to.
  #measure(): Promise<void> {
    return (this.#measuring ??= measured(this.#audio).then(() => {
      this.#isMeasured = true;
      this.#go();
    }));
  }

  #go(): void {
    this.#audio.currentTime = (this.#wanted / this.durationMs) * this.#audio.duration;
  }

  // timeupdate comes four times a second: enough for who wants less motion.
  #follow(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.isPlaying || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.changed();
    this.#frame = requestAnimationFrame(() => this.#follow());
  }
}

async function measured(audio: HTMLAudioElement): Promise<void> {
  if (audio.readyState === 0) await heard(audio, 'loadedmetadata');
  if (Number.isFinite(audio.duration)) return;
  const isThere = heard(audio, 'seeked');
  audio.currentTime = 1e9;
  await isThere;
}

function heard(audio: HTMLAudioElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    audio.addEventListener(event, () => resolve(), { once: true });
    audio.addEventListener('error', () => reject(new Error('not playable')), { once: true });
  });
}
