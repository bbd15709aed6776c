// SPDX-License-Identifier: Apache-2.0
// The panel's third script: everything that shows a conversation. It draws in the places that the
// first script (panel/main.ts) made, whenever the chat says that something has changed.
import { render } from 'preact';

import type { Chat } from '../chat/chat';
import type { FrameScript, Stage } from '../panel/stage';
import picker from '../../web/emoji/picker.css';
import { takeFiles } from '../../web/files/intake';
import changes from '../../web/changes/changes.css';
import attach from '../../web/files/attach.css';
import written from '../../web/words/written.css';
import { adoptStyles } from '../panel/styles';
import { setLanguage } from './language';
import bubbles from './styles/bubbles.css';
import menu from './styles/menu.css';
import parts from './styles/parts.css';
import { Body } from './ui/body';
import { Attach, showDropping } from './ui/attach';
import { Emoji } from './ui/emoji';
import { Next } from './ui/next';
import { Record } from './ui/record';
import { Head } from './ui/head';
import { View } from './view';

function begin(stage: Stage): void {
  void stage.chat.then((chat) => show(stage, chat));
}

function show(stage: Stage, chat: Chat): void {
  const { config, appearance, composer, head, body } = stage;
  let isDue = false;
  const draw = (): void => {
    isDue = false;
    const { shop, isClosed } = view.model;
    appearance.setAccent(config.accent || shop?.accent || '');
    composer.setClosed(isClosed);
    const scene = { view, appearance, pageOrigin: config.pageOrigin };
    render(<Head {...scene} />, head);
    render(<Body {...scene} />, body);
    render(
      <>
        {shop?.filesAtOnceMax !== 0 && shop?.fileBytesMax !== 0 && (
          <>
            <Record view={view} />
            <Attach view={view} />
          </>
        )}
        <Emoji view={view} composer={composer} />
      </>,
      composer.tools,
    );
    render(
      <>
        <Next view={view} />
        {view.cardDoor.desk?.strip()}
        {view.fileDoor.desk?.tray()}
      </>,
      composer.tray,
    );
  };
  // Several changes of one turn are drawn once. (Not by animation frame: a hidden frame has none.)
  const redraw = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(draw);
  };
  adoptStyles(attach + parts + bubbles + written + menu + picker + changes);
  setLanguage(config.language);
  head.replaceChildren();
  appearance.onChange = redraw;
  const view = new View(chat, stage, redraw, (body) => composer.restore(body));
  takeFiles(window, (files) => view.fileDoor.add(files));
  showDropping();
  stage.listen({
    ...view.handlers,
    language: () => {
      setLanguage(config.language);
      redraw();
    },
  });
  draw();
}

(document.currentScript as FrameScript).enter(begin);
