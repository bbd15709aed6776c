// SPDX-License-Identifier: Apache-2.0
// What the panel may ask of the page besides socket and disk. Each is bounded here: the page is
// navigated only within the shop, pictures and files come only from the relay,
// events carry no words.
import type { Handlers, Post } from '../../web/bridge/pipe';
import type { DockContext } from './dock';
import { fetchPicture, fetchText, onRelay } from './fetch';
import { writeMark, type Mark } from './mark';
import { explainMissing } from './policy';
import { complain } from './settings';
import { showUnread } from './unread';

export function servicesFor(context: DockContext, post: Post, more: Handlers): Handlers {
  const { settings, launcher, emit, onClose } = context;
  return {
    close: onClose,
    unread: (count: number) => {
      showUnread(launcher, count);
      emit('unread', { count });
    },
    message: (detail: { from: string; at: number }) => emit('message', detail),
    mark: (mark: Mark) => writeMark(settings.shop, mark),
    // The shop's own colour, where the snippet gives none.
    accent: (accent: string) => {
      if (!settings.accent) launcher.setAccent(accent);
    },
    policy: explainMissing,
    problem: (code: string, message: string) => {
      complain(message);
      emit('error', { code, message });
    },
    askFocus: () => post('focus', document.hasFocus()),
    picture: (path: string) => {
      void fetchPicture(settings.relay, path).then((picture) => {
        if (picture) post('picture', path, picture.bytes, picture.type);
      });
    },
    // Words and data with the hash that the panel was built with; empty where there are none.
    file: (path: string, integrity: string) => {
      const read = async (): Promise<string> => fetchText({ url: onRelay(settings.relay, path), integrity });
      read().then(
        (text) => post('file', path, text),
        () => post('file', path, ''),
      );
    },
    // The frame may not leave its sandbox: a link into the shop itself is followed by the page.
    navigate: (url: string) => {
      if (new URL(url).origin === location.origin) location.assign(url);
    },
    ...more,
  };
}
