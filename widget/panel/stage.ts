// SPDX-License-Identifier: Apache-2.0
// What the panel's first script hands to its second: the places to draw in, the field, the port.
import type { Handlers, Post } from '../../web/bridge/pipe';
import type { Appearance } from './appearance';
import type { Composer } from './composer';
import type { PanelMarkup } from './config';

export interface Stage {
  config: PanelMarkup;
  post: Post;
  appearance: Appearance;
  composer: Composer;
  head: HTMLElement;
  body: HTMLElement;
  /** What the page says goes here from now on, beginning with what it has said already. */
  listen(handlers: Handlers): void;
}

/** The script element of chat.js carries the door through which it enters. */
export interface ChatScript extends HTMLScriptElement {
  enter(begin: (stage: Stage) => void): void;
}
