// SPDX-License-Identifier: Apache-2.0
// The panel's first script: a sandboxed frame without origin or network, in which one can write at
// once. It sends the page one end of a MessageChannel (loader/frame.ts says why this way round) and
// runs the scripts that follow, chat.js and screen.js, as the page hands them in.
import closeIcon from '../../assets/icons/close.svg?strokes';
import { directionOf } from '../../web/bridge/locale';
import type { Handlers, Post } from '../../web/bridge/pipe';
import type { Chat } from '../chat/chat';
import { Appearance } from './appearance';
import { runCode } from './code';
import { Composer } from './composer';
import { readConfig, type PanelLanguage, type Theme } from './config';
import { element, icon } from './element';
import type { Stage } from './stage';
import { word } from './words';

function main(): void {
  const config = readConfig();
  const { port1, port2 } = new MessageChannel();
  const post: Post = (...message) => port1.postMessage(message);
  const appearance = new Appearance(config.theme, config.accent);
  const composer = new Composer();
  const head = element('div', { className: 'who' }, element('i', { className: 'avatar bone' }), element('i', { className: 'bone' }));
  const close = element('button', { type: 'button', className: 'round', onclick: () => post('close') }, icon(closeIcon));
  const body = element('div', { className: 'body' });
  document.body.append(element('header', { className: 'head' }, head, close), element('main', {}, body, composer.form));

  const speak = (language: PanelLanguage): void => {
    config.language = language;
    document.documentElement.lang = language.locale;
    document.documentElement.dir = directionOf(language.locale);
    close.ariaLabel = close.title = word(language, 'close');
    composer.speak(language);
  };

  // Kept until every script has entered, so that each hears everything.
  const said: [string, ...unknown[]][] = [];
  const listeners: Handlers[] = [];
  const entered = new Set<number>();
  let haveChat: (chat: Chat) => void = () => undefined;
  const stage: Stage = {
    config,
    post,
    appearance,
    composer,
    head,
    body,
    listen: (handlers) => {
      listeners.push(handlers);
      for (const [name, ...values] of said) handlers[name]?.(...values);
      if (listeners.length === config.scripts.length) said.length = 0;
    },
    run: (file, text, more) => new Promise((resolve) => runCode(text, file, resolve, more)),
    chat: new Promise((resolve) => (haveChat = resolve)),
    haveChat: (chat) => haveChat(chat),
  };
  const own: Handlers = {
    code: (at: number, text: string) => {
      const file = config.scripts[at];
      if (!file || entered.has(at)) return;
      entered.add(at);
      runCode(text, file, (begin) => begin(stage));
    },
    codeFailed: () => composer.complain(word(config.language, 'loadFailed'), word(config.language, 'tryAgain'), () => post('retryCode')),
    shown: () => composer.focus(),
    theme: (theme: Theme) => appearance.setTheme(theme),
    language: speak,
  };
  port1.onmessage = ({ data }: MessageEvent<[string, ...unknown[]]>) => {
    const [name, ...values] = data;
    if (Object.hasOwn(own, name)) own[name]?.(...values);
    if (listeners.length < config.scripts.length) said.push(data);
    for (const handlers of listeners) if (Object.hasOwn(handlers, name)) handlers[name]?.(...values);
  };
  addEventListener('keydown', ({ key, isComposing }) => {
    if (key === 'Escape' && !isComposing) post('close');
  });
  speak(config.language);
  if (config.isShown) composer.focus();
  window.parent.postMessage({ shopbell: config.nonce }, config.pageOrigin, [port2]);
}

main();
