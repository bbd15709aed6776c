// SPDX-License-Identifier: Apache-2.0
// The microphone for the panel, which has none: the loader's script that comes with files, so that
// one may speak where there is no network. It listens only between "start" and its end.
import type { Post } from '../../web/bridge/pipe';
import { Recorder } from '../../web/voice/recorder';
import { serveRecorder, toldThrough } from '../../web/voice/voice-recorder';
import type { DoorScript } from './script';

/** Takes what the panel says about recording. */
export type RecorderEnd = (verb: string, msMax?: number) => void;
export type MakeRecorder = (post: Post) => RecorderEnd;

(document.currentScript as DoorScript<MakeRecorder>).enter((post) => serveRecorder(new Recorder(toldThrough(post))));
