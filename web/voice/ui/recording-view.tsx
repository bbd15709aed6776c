// SPDX-License-Identifier: Apache-2.0
// What one sees and hears of while a voice message is recorded: how loud, how long, and the buttons
// to pause, throw away and stop it. Where there is no microphone, a sentence says why.
import { Component, createRef } from 'preact';

import microphoneIcon from '../../../assets/icons/microphone.svg?strokes';
import checkIcon from '../../../assets/icons/check.svg?strokes';
import pauseIcon from '../../../assets/icons/pause.svg?strokes';
import trashIcon from '../../../assets/icons/trash.svg?strokes';
import { Sign } from '../../files/ui/sign';
import type { FileWords } from '../../files/words';
import type { Recording } from '../recording';

interface Props {
  recording: Recording;
  words: FileWords;
}

/** The newest moments, as many as there is room for. */
const levelsShown = 40;

export function RecordingView({ recording, words }: Props) {
  const { problem } = recording;
  return (
    <>
      {problem && (
        <p class="file-problem" role="alert" dir="auto">
          {words.say(problem === 'failed' ? 'recordingFailed' : problem)}
        </p>
      )}
      {recording.isOn && <RecordingBar recording={recording} words={words} />}
    </>
  );
}

/** For those who do not see it; always there, so that a change in it is spoken. */
export function RecordingStatus({ recording, words }: Props) {
  const { said } = recording;
  return (
    <p class={said === 'voiceTooShort' ? 'file-problem' : 'voice-said'} role="status">
      {said && words.say(said)}
    </p>
  );
}

class RecordingBar extends Component<Props> {
  readonly #root = createRef<HTMLElement>();

  override componentDidMount(): void {
    this.props.recording.onLevel = () => this.setState({});
    // Before anything else hears it: Escape throws the recording away and closes nothing.
    addEventListener('keydown', this.#onKey, true);
  }

  override componentWillUnmount(): void {
    const { recording } = this.props;
    recording.onLevel = () => undefined;
    removeEventListener('keydown', this.#onKey, true);
    // Its buttons go, and the focus with them: back to where the recording began.
    if (this.#root.current?.contains(document.activeElement)) document.querySelector<HTMLElement>('.record')?.focus();
  }

  override render({ recording, words }: Props) {
    const { state, ms, levels } = recording;
    const isPaused = state === 'paused';
    const isAsking = state === 'asking';
    return (
      <section class={`voice-recording ${state}`} aria-label={words.say('voiceRecording')} ref={this.#root}>
        <button type="button" class="voice-button" aria-label={words.say('voiceCancel')} title={words.say('voiceCancel')} onClick={() => recording.cancel()}>
          <Sign path={trashIcon} />
        </button>
        {isAsking ? (
          <span class="voice-asking">{words.say('voiceAsking')}</span>
        ) : (
          <>
            <i class="voice-light" />
            <span class="voice-time" role="timer">
              {words.duration(ms)}
            </span>
            <span class="voice-levels" aria-hidden="true">
              {levels.slice(-levelsShown).map((level, at, { length }) => (
                <i key={levels.length - length + at} style={{ blockSize: `${heightOf(level)}%` }} />
              ))}
            </span>
            <button
              type="button"
              class="voice-button"
              aria-label={words.say(isPaused ? 'voiceResume' : 'voicePause')}
              title={words.say(isPaused ? 'voiceResume' : 'voicePause')}
              onClick={() => (isPaused ? recording.resume() : recording.pause())}
            >
              <Sign path={isPaused ? microphoneIcon : pauseIcon} />
            </button>
            <button type="button" class="voice-button voice-done" aria-label={words.say('voiceStop')} title={words.say('voiceStop')} onClick={() => recording.stop()}>
              <Sign path={checkIcon} />
            </button>
          </>
        )}
      </section>
    );
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    event.preventDefault();
    this.props.recording.cancel();
  };
}

// Speech is mostly quiet, and loudness is heard by its ratio.
function heightOf(level: number): number {
  return Math.round(Math.max(0.06, Math.min(1, Math.sqrt(level))) * 100);
}
