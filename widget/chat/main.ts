// SPDX-License-Identifier: Apache-2.0
// The panel's second script: the Session. With it what is written goes out; the third script
// (screen/main.tsx) draws what there is to read.
import type { FrameScript, Stage } from '../panel/stage';
import { Chat } from './chat';

function begin(stage: Stage): void {
  const { config, post, composer } = stage;
  const chat = new Chat(config, post, (body) => composer.restore(body));
  stage.listen(chat.handlers);
  composer.attach(chat);
  stage.haveChat(chat);
}

(document.currentScript as FrameScript).enter(begin);
