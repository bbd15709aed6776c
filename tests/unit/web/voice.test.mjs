// SPDX-License-Identifier: Apache-2.0
// A voice message while it is made, without a microphone: what a tap and a hold do, the bars that
// become of levels, the type that is chosen, and what is said where there is none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { load, root } from './sources.mjs';

const { Recording, heldMsMin, recordingMsMax, voiceMsMax, fewerBars } = await load('web/voice/recording');
const { problemOf, recordedType } = await load('web/voice/recorder');
const { serveRecorder } = await load('web/voice/voice-recorder');
const { FileWords } = await load('web/files/words');

/** A recording over a recorder that only notes what it is asked; `kept` is what goes to the tray. */
function scene({ fileBytesMax = 25 * 1024 * 1024 } = {}) {
  const asked = [];
  const kept = [];
  const recorder = Object.fromEntries(['start', 'pause', 'resume', 'stop', 'cancel'].map((verb) => [verb, () => asked.push(verb)]));
  const recording = new Recording(
    () => recorder,
    () => fileBytesMax,
    (voice) => kept.push(voice),
    () => undefined,
  );
  const begin = () => {
    recording.press(1000);
    recording.started();
  };
  return { recording, asked, kept, begin };
}

const sound = () => new Uint8Array([1, 2, 3]).buffer;

test('recording: a tap starts it, and another stops it', () => {
  const { recording, asked, begin } = scene();
  begin();
  recording.release(1000 + heldMsMin - 1);
  assert.equal(recording.state, 'recording');
  recording.press(9000);
  assert.deepEqual(asked, ['start', 'stop']);
  recording.release(9100);
  assert.deepEqual(asked, ['start', 'stop']);
});

test('recording: who held the button stops it by letting go', () => {
  const { recording, asked, begin } = scene();
  begin();
  recording.release(1000 + heldMsMin);
  assert.deepEqual(asked, ['start', 'stop']);
});

test('recording: who lets go while still asked for the microphone goes on when it is there', () => {
  const { recording, asked } = scene();
  recording.press(1000);
  recording.release(9000);
  recording.started();
  assert.equal(recording.state, 'recording');
  assert.deepEqual(asked, ['start']);
});

test('recording: its end goes to the tray with 64 bars, the loudest 255', () => {
  const { recording, kept, begin } = scene();
  begin();
  for (let at = 1; at <= 640; at++) recording.level(at / 1280, at * 50);
  recording.stop();
  recording.ended(sound(), 'audio/webm', 32_000);
  const [{ bytes, duration, waveform }] = kept;
  assert.equal(waveform.length, 64);
  assert.equal(waveform[63], 255);
  assert.equal(waveform[31], 128);
  assert.deepEqual([bytes.type, bytes.size, duration], ['audio/webm', 3, 32_000]);
  assert.equal(recording.state, 'idle');
});

test('recording: silence has bars, too', () => {
  const { recording, kept, begin } = scene();
  begin();
  recording.ended(sound(), 'audio/webm', 1000);
  assert.deepEqual([...kept[0].waveform], new Array(64).fill(0));
});

test('recording: what ends by itself, at its limit or with its microphone, is kept', () => {
  const { recording, kept, begin } = scene();
  begin();
  recording.pause();
  recording.ended(sound(), 'audio/mp4', 2000);
  assert.equal(kept.length, 1);
});

test('recording: what is thrown away is not kept, whatever the recorder still says', () => {
  const { recording, asked, kept, begin } = scene();
  begin();
  recording.cancel();
  recording.ended(sound(), 'audio/webm', 2000);
  recording.level(1, 2000);
  recording.started();
  assert.deepEqual([asked, kept, recording.levels, recording.state], [['start', 'cancel'], [], [], 'idle']);
});

test('recording: a slip of the finger is no message, and is told how it is done', () => {
  const { recording, kept, begin } = scene();
  begin();
  recording.ended(sound(), 'audio/webm', 100);
  assert.deepEqual([kept, recording.said], [[], 'voiceTooShort']);
});

test('recording: levels of a pause do not count', () => {
  const { recording, begin } = scene();
  begin();
  recording.level(0.5, 50);
  recording.pause();
  recording.level(0.9, 100);
  recording.resume();
  recording.level(0.1, 100);
  assert.deepEqual(recording.levels, [0.5, 0.1]);
});

test('recording: no longer than five minutes, nor than the largest file of the shop', () => {
  assert.equal(recordingMsMax(25 * 1024 * 1024), voiceMsMax);
  assert.equal(recordingMsMax(400_000), 80_000);
});

test('recording: each problem is told, in every language, by a sentence of its own', () => {
  const problems = ['refused', 'noMicrophone', 'busy', 'notAllowed', 'insecure', 'recordingFailed'];
  for (const locale of ['en', 'zh', 'ar']) {
    const own = JSON.parse(readFileSync(`${root}/assets/locales/files/${locale}.json`, 'utf8'));
    const words = new FileWords(locale);
    assert.deepEqual(problems.map((problem) => words.say(problem)), problems.map((problem) => own[problem]));
    assert.equal(new Set(problems.map((problem) => own[problem])).size, problems.length);
  }
  const { recording, begin } = scene();
  begin();
  recording.failed('busy');
  assert.deepEqual([recording.problem, recording.state], ['busy', 'idle']);
  recording.press(0);
  assert.equal(recording.problem, undefined);
});

test('recorder: what getUserMedia rejects with has a name of ours', () => {
  const named = (name) => new globalThis.DOMException('', name);
  assert.equal(problemOf(named('NotAllowedError'), true), 'refused');
  assert.equal(problemOf(named('NotAllowedError'), false), 'notAllowed');
  assert.equal(problemOf(named('SecurityError'), true), 'notAllowed');
  assert.equal(problemOf(named('NotFoundError'), true), 'noMicrophone');
  assert.equal(problemOf(named('NotReadableError'), true), 'busy');
  assert.equal(problemOf(named('AbortError'), true), 'busy');
  assert.equal(problemOf(new TypeError('odd'), true), 'failed');
  assert.equal(problemOf('odd', true), 'failed');
});

test('recorder: Opus in WebM where the browser writes it, else AAC in MP4, else nothing', () => {
  assert.equal(recordedType(() => true), 'audio/webm;codecs=opus');
  assert.equal(recordedType((type) => type.startsWith('audio/mp4')), 'audio/mp4;codecs=mp4a.40.2');
  assert.equal(recordedType((type) => type === 'audio/mp4'), 'audio/mp4');
  assert.equal(recordedType(() => false), undefined);
});

test('recorder: the page does what a recorder does, and nothing else that the panel might say', () => {
  const asked = [];
  const serve = serveRecorder({ start: (ms) => asked.push(['start', ms]), cancel: () => asked.push(['cancel']) });
  serve('prepare');
  serve('constructor');
  serve('start', 5000);
  serve('cancel');
  assert.deepEqual(asked, [['start', 5000], ['cancel']]);
});

test('player: where there is less room each bar is the highest of those that it stands for', () => {
  assert.deepEqual(fewerBars(Uint8Array.from([1, 9, 3, 4]), 2), [9, 4]);
  assert.deepEqual(fewerBars(Uint8Array.from([7, 8]), 32), [7, 8]);
  assert.equal(Math.max(...fewerBars(Uint8Array.from({ length: 50 }, (_, at) => (at === 49 ? 255 : 0)), 32)), 255);
});
