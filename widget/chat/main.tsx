// SPDX-License-Identifier: Apache-2.0
// The panel's second script: the Session and everything that shows a conversation. It enters
// through its script element, and draws in the places that the first script (panel/main.ts) made.
import { render } from 'preact';

import type { PanelLanguage } from '../panel/config';
import type { ChatScript, Stage } from '../panel/stage';
import { adoptStyles } from '../panel/styles';
import { Chat } from './chat';
import { setLanguage } from './language';
import bubbles from './styles/bubbles.css';
import parts from './styles/parts.css';
import { Body } from './ui/body';
import { Head } from './ui/head';

function begin(stage: Stage): void {
  const { config, appearance, composer, head, body, post } = stage;
  let isDue = false;
  const draw = (): void => {
    isDue = false;
    const { shop, isClosed } = chat.model;
    appearance.setAccent(config.accent || shop?.accent || '');
    composer.form.hidden = chat.isElsewhere;
    composer.setClosed(isClosed);
    const scene = { chat, appearance, pageOrigin: config.pageOrigin };
    render(<Head {...scene} />, head);
    render(<Body {...scene} />, body);
  };
  // Several changes of one turn are drawn once. (Not by animation frame: a hidden frame has none.)
  const redraw = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(draw);
  };
  const chat = new Chat(config, post, redraw, (body) => composer.restore(body));
  adoptStyles(parts + bubbles);
  setLanguage(config.language);
  head.replaceChildren();
  appearance.onChange = redraw;
  stage.listen({
    ...chat.handlers,
    language: (language: PanelLanguage) => {
      setLanguage(language);
      redraw();
    },
  });
  composer.attach(chat);
  draw();
}

(document.currentScript as ChatScript).enter(begin);
