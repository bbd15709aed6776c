// SPDX-License-Identifier: Apache-2.0
// What the panel's first script hands to those that follow: the places to draw in, the field, the
// port, and what one of them makes for the next.
import type { Handlers, Post } from '../../web/bridge/pipe';
import type { Chat } from '../chat/chat';
import type { Appearance } from './appearance';
import type { Composer } from './composer';
import type { PanelMarkup, PinnedFile } from './config';

export interface Stage {
  config: PanelMarkup;
  post: Post;
  appearance: Appearance;
  composer: Composer;
  head: HTMLElement;
  body: HTMLElement;
  /** What the page says goes here too from now on, beginning with what it has said already. */
  listen(handlers: Handlers): void;
  /** Runs a later script, and hands it what its element is to carry. */
  run(file: PinnedFile, text: string, more: object): Promise<(stage: Stage) => void>;
  /** From the second script for the third. */
  chat: Promise<Chat>;
  haveChat(chat: Chat): void;
}

/** The element of each later script carries the door through which it enters. */
export interface FrameScript extends HTMLScriptElement {
  enter(begin: (stage: Stage) => void): void;
}
