// SPDX-License-Identifier: Apache-2.0
// The way to a script that comes only with the first thing it is needed for (a file, a card, a
// survey). It borrows the screen's Preact, and hands in its desk: what it draws and does.
import * as preact from 'preact';
import * as runtime from 'preact/jsx-runtime';

import type { Handlers } from '../../web/bridge/pipe';
import type { Chat } from '../chat/chat';
import type { PinnedFile } from '../panel/config';
import type { Stage } from '../panel/stage';
import type { Files } from './files';
import type { Model, Row } from './model';

export interface Scene {
  stage: Stage;
  chat: Chat;
  model: Model;
  redraw: () => void;
  discard: (row: Row) => void;
  /** Nothing of such a message is shown anywhere. */
  isDeleted: (row: Row) => boolean;
}

/** The script element carries this. */
export interface LaterScript<Desk> extends HTMLScriptElement {
  enter(begin: () => void): void;
  preact: object;
  scene: Scene;
  desk: (desk: Desk) => void;
}

export class Door<Desk extends { readonly handlers: Handlers }> {
  /** Once the script is here. */
  desk: Desk | undefined;
  #opening: Promise<Desk> | undefined;

  constructor(
    protected readonly scene: Scene,
    private readonly files: Files,
    private readonly script: PinnedFile,
  ) {}

  /** Rejects where the script cannot be had; the next call tries again. */
  open(): Promise<Desk> {
    return (this.#opening ??= this.load().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    }));
  }

  protected async load(): Promise<Desk> {
    const { stage } = this.scene;
    const text = await this.files.read(this.script);
    let take: (desk: Desk) => void = () => undefined;
    const made = new Promise<Desk>((resolve) => (take = resolve));
    const begin = await stage.run(this.script, text, { preact: { ...preact, ...runtime }, scene: this.scene, desk: take });
    begin(stage);
    this.desk = await made;
    stage.listen(this.desk.handlers);
    this.scene.redraw();
    return this.desk;
  }
}
