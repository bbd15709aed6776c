// SPDX-License-Identifier: Apache-2.0
// The way to everything that has to do with cards. What draws and sends them is a script of its own
// (widget/cards), which comes with the first message that holds one, or with what the page offers.
import type { ComponentChild } from 'preact';
import type { Card } from '@wire/wire';

import { contentOf } from '../../web/bridge/content';
import type { ViewEffect } from '../../web/bridge/driver';
import type { Handlers } from '../../web/bridge/pipe';
import { Door, type Scene } from './door';
import type { Files } from './files';
import { Kind, type Row } from './model';

/** What widget/cards gives to the screen. */
export interface CardDesk {
  readonly handlers: Handlers;
  /** A row's cards; undefined where its content is of another kind, or cannot be shown. */
  draw(row: Row): ComponentChild | undefined;
  /** What the page has before the shopper; undefined: nothing more. */
  offer(card: Card | undefined): void;
  strip(): ComponentChild;
}

export class CardDoor extends Door<CardDesk> {
  readonly handlers: Handlers = {
    // Where the script cannot be had, nothing is offered.
    offer: (card?: Card) => void this.open().then((desk) => desk.offer(card), () => undefined),
  };

  constructor(scene: Scene, files: Files) {
    super(scene, files, scene.stage.config.later.cards);
  }

  /** Of the Session. Until the script is here, or where it cannot be had, a card's words stand for it. */
  took(effect: ViewEffect): void {
    if (this.desk || effect.type !== 'RowsChanged') return;
    if (effect.rows.some(({ kind, content }) => kind === Kind.content && contentOf(content)?.type === 'CardsContent')) this.open().catch(() => undefined);
  }
}
