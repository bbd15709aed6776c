// SPDX-License-Identifier: Apache-2.0
// The way to everything that has to do with files. What draws, seals and opens them is a script of
// its own (widget/files), which comes with the first: a file to send, or a message that speaks of one.
import * as preact from 'preact';
import * as runtime from 'preact/jsx-runtime';
import type { ComponentChild } from 'preact';

import type { Code } from '@wire/codes';

import { base64Of, bytesOfHex, hexOf } from '../../web/bridge/bytes';
import type { ViewEffect } from '../../web/bridge/driver';
import type { Handlers } from '../../web/bridge/pipe';
import type { Chat } from '../chat/chat';
import type { Stage } from '../panel/stage';
import { word } from '../panel/words';
import type { Files } from './files';
import type { Model, Row } from './model';

/** What widget/files gives to the screen. */
export interface FileDesk {
  readonly handlers: Handlers;
  add(files: File[]): void;
  /** A row's file; undefined where its content is of another kind, or cannot be read. */
  draw(row: Row): ComponentChild | undefined;
  tray(): ComponentChild;
  /** Over everything: a picture on all of the screen. */
  over(): ComponentChild;
  /** Why a file was not sent, where that has to do with files. */
  whyNot(code: Code): string | undefined;
}

export interface FileScene {
  stage: Stage;
  chat: Chat;
  model: Model;
  redraw: () => void;
  discard: (row: Row) => void;
}

/** The script element of files.js carries this. */
export interface FileScript extends HTMLScriptElement {
  enter(begin: () => void): void;
  preact: object;
  scene: FileScene;
  desk: (desk: FileDesk) => void;
}

export class FileDoor {
  desk: FileDesk | undefined;
  readonly handlers: Handlers = {
    // The page tells the Session through the screen, whether files are drawn yet or not.
    fileUploaded: (blob: string, code: number) => this.scene.chat.dispatch({ type: 'Uploaded', blob: bytesOfHex(blob), code }),
  };
  #opening: Promise<FileDesk> | undefined;
  #isFetched = false;

  constructor(
    private readonly scene: FileScene,
    private readonly files: Files,
  ) {}

  add(files: File[]): void {
    if (files.length === 0) return;
    const { composer, config } = this.scene.stage;
    this.#open().then(
      (desk) => desk.add(files),
      () => composer.complain(word(config.language, 'loadFailed'), word(config.language, 'tryAgain'), () => this.add(files)),
    );
  }

  /** Who talks here may send a picture where there is no network: what that takes is fetched before, once a connection. */
  connected(isTalking: boolean): void {
    if (isTalking && !this.#isFetched) this.#open().catch(() => undefined);
    this.#isFetched = isTalking;
  }

  #open(): Promise<FileDesk> {
    return (this.#opening ??= this.#load().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    }));
  }

  /** Of the Session: what it wants brought to the relay, and what not any more. */
  took(effect: ViewEffect): void {
    const { stage, model } = this.scene;
    const bearer = model.bearer ? base64Of(model.bearer) : '';
    if (effect.type === 'Upload') stage.post('files', 0, 'upload', hexOf(effect.conv), hexOf(effect.blob), bearer);
    if (effect.type === 'DropBlob') stage.post('files', 0, 'drop', hexOf(effect.blob), bearer);
  }

  async #load(): Promise<FileDesk> {
    const { stage } = this.scene;
    const file = stage.config.filesScript;
    // The page has a part in it, too, and both are needed where the relay is away later.
    stage.post('files', 0, 'begin');
    const text = await this.files.read(file);
    let take: (desk: FileDesk) => void = () => undefined;
    const made = new Promise<FileDesk>((resolve) => (take = resolve));
    const begin = await stage.run(file, text, { preact: { ...preact, ...runtime }, scene: this.scene, desk: take });
    begin(stage);
    this.desk = await made;
    stage.listen(this.desk.handlers);
    this.scene.redraw();
    return this.desk;
  }
}
