// SPDX-License-Identifier: Apache-2.0
// A voice message: its bars, which the message itself brings, are drawn before any of the sound is
// here, and are the place to seek by pointer and keys.
import { Component } from 'preact';

import pauseIcon from '../../../assets/icons/pause.svg?strokes';
import playIcon from '../../../assets/icons/play.svg?strokes';
import { Sign } from '../../files/ui/sign';
import type { FileWords } from '../../files/words';
import { Playback, speedNow } from '../playback';
import { fewerBars } from '../recording';

interface Props {
  waveform: Uint8Array;
  /** ms */
  duration: number;
  /** Of the sound; undefined: it is not here yet. */
  url: string | undefined;
  words: FileWords;
  /** Somebody wants to hear what is not here. */
  load?: () => void;
}

const barsShown = 32;
const stepMs = 5000;

export class Player extends Component<Props> {
  #playback: Playback | undefined;
  // Where it begins once it is here: wanted before that.
  #wantedAt = 0;
  #isMeant = false;

  override componentDidUpdate(): void {
    if (!this.#isMeant || !this.props.url) return;
    this.#isMeant = false;
    this.#play();
  }

  override componentWillUnmount(): void {
    this.#playback?.end();
  }

  override render({ waveform, duration, words }: Props) {
    const isPlaying = this.#isMeant || (this.#playback?.isPlaying ?? false);
    const at = this.#at;
    const bars = fewerBars(waveform, barsShown);
    const verb = words.say(isPlaying ? 'voiceStill' : 'voicePlay');
    const shown = at > 0 ? at : duration;
    return (
      <div class="voice" role="group" aria-label={`${words.say('voice')}, ${words.duration(duration)}`}>
        <button type="button" class="voice-button voice-done" aria-label={verb} title={verb} onClick={() => this.#toggle()}>
          <Sign path={isPlaying ? pauseIcon : playIcon} />
        </button>
        <div
          class="voice-track"
          role="slider"
          tabIndex={0}
          aria-label={words.say('voicePosition')}
          aria-valuemin={0}
          aria-valuemax={Math.round(duration / 1000)}
          aria-valuenow={Math.round(at / 1000)}
          aria-valuetext={words.say('voiceAt', { at: words.duration(at), duration: words.duration(duration) })}
          onPointerDown={this.#onPointer}
          onPointerMove={this.#onPointer}
          onKeyDown={this.#onKey}
        >
          <span class="voice-bars" aria-hidden="true">
            {bars.map((bar, index) => (
              <i key={index} class={at > 0 && (index + 0.5) / bars.length <= at / duration ? 'played' : undefined} style={{ blockSize: `${Math.max(8, Math.round((bar / 255) * 100))}%` }} />
            ))}
          </span>
          <span class="voice-time" aria-hidden="true">
            {words.duration(shown)}
          </span>
        </div>
        {this.#speed()}
        {this.#playback?.isUnplayable && (
          <p class="file-problem" role="alert">
            {words.say('voiceUnplayable')}
          </p>
        )}
      </div>
    );
  }

  #speed() {
    const { words } = this.props;
    const speed = new Intl.NumberFormat(words.locale).format(speedNow());
    const name = words.say('voiceSpeed', { speed });
    return (
      <button type="button" class="voice-speed" aria-label={name} title={name} onClick={() => this.#here()?.hasten()} disabled={!this.props.url}>
        <span>{speed}×</span>
      </button>
    );
  }

  get #at(): number {
    return this.#playback?.at ?? this.#wantedAt;
  }

  // What plays it, once there is something to play.
  #here(): Playback | undefined {
    const { url, duration } = this.props;
    if (url) this.#playback ??= new Playback(url, duration, () => this.setState({}));
    return this.#playback;
  }

  #toggle(): void {
    if (this.#playback?.isPlaying) return this.#playback.pause();
    if (this.#isMeant) this.#isMeant = false;
    else if (this.props.url) return this.#play();
    else {
      this.#isMeant = true;
      this.props.load?.();
    }
    this.setState({});
  }

  #play(): void {
    const isNew = !this.#playback;
    const playback = this.#here();
    if (isNew && this.#wantedAt > 0) playback?.seek(this.#wantedAt);
    void playback?.play();
  }

  #seek(ms: number): void {
    const wanted = Math.max(0, Math.min(ms, this.props.duration));
    this.#wantedAt = wanted;
    this.#here()?.seek(wanted);
    this.setState({});
  }

  readonly #onPointer = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { currentTarget, clientX, pointerId, type, buttons } = event;
    if (type === 'pointermove' && (buttons === 0 || !currentTarget.hasPointerCapture(pointerId))) return;
    if (type === 'pointerdown') currentTarget.setPointerCapture(pointerId);
    const { left, width } = currentTarget.getBoundingClientRect();
    const part = (clientX - left) / width;
    this.#seek((isRightToLeft(currentTarget) ? 1 - part : part) * this.props.duration);
  };

  readonly #onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const { duration } = this.props;
    const forward = isRightToLeft(event.currentTarget) ? -stepMs : stepMs;
    const places: Record<string, number> = {
      ArrowRight: this.#at + forward,
      ArrowLeft: this.#at - forward,
      ArrowUp: this.#at + stepMs,
      ArrowDown: this.#at - stepMs,
      Home: 0,
      End: duration,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    this.#seek(place);
  };
}

function isRightToLeft(element: HTMLElement): boolean {
  return getComputedStyle(element).direction === 'rtl';
}
