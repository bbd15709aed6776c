// SPDX-License-Identifier: Apache-2.0
// The way to everything that has to do with files. What draws, seals and opens them is a script of
// its own (widget/files), which comes with the first: a file to send, or a message that speaks of one.
import type { ComponentChild } from 'preact';

import type { Code } from '@wire/codes';

import { base64Of, bytesOfHex, hexOf } from '../../web/bridge/bytes';
import type { ViewEffect } from '../../web/bridge/driver';
import type { Handlers } from '../../web/bridge/pipe';
import { word } from '../panel/words';
import { Door, type Scene } from './door';
import type { Recording } from '../../web/voice/recording';
import type { Files } from './files';
import type { Row } from './model';

/** What widget/files gives to the screen. */
export interface FileDesk {
  readonly handlers: Handlers;
  add(files: File[]): void;
  readonly recording: Recording;
  /** A row's file; undefined where its content is of another kind, or cannot be read. */
  draw(row: Row): ComponentChild | undefined;
  tray(): ComponentChild;
  /** Over everything: a picture on all of the screen. */
  over(): ComponentChild;
  /** Why a file was not sent, where that has to do with files. */
  whyNot(code: Code): string | undefined;
}

export class FileDoor extends Door<FileDesk> {
  readonly handlers: Handlers = {
    // The page tells the Session through the screen, whether files are drawn yet or not.
    fileUploaded: (blob: string, code: number) => this.scene.chat.dispatch({ type: 'Uploaded', blob: bytesOfHex(blob), code }),
  };
  #isFetched = false;

  constructor(scene: Scene, files: Files) {
    super(scene, files, scene.stage.config.later.files);
  }

  add(files: File[]): void {
    if (files.length > 0) this.#with((desk) => desk.add(files));
  }

  /** The record button goes down, or is let go. */
  record(verb: 'press' | 'release', at: number): void {
    this.#with(({ recording }) => recording[verb](at));
  }

  /** Who talks here may send a picture where there is no network: what that takes is fetched before, once a connection. */
  connected(isTalking: boolean): void {
    if (isTalking && !this.#isFetched) this.open().catch(() => undefined);
    this.#isFetched = isTalking;
  }

  /** Of the Session: what it wants brought to the relay, and what not any more. */
  took(effect: ViewEffect): void {
    const { stage, model } = this.scene;
    const bearer = model.bearer ? base64Of(model.bearer) : '';
    if (effect.type === 'Upload') stage.post('files', 0, 'upload', hexOf(effect.conv), hexOf(effect.blob), bearer);
    if (effect.type === 'DropBlob') stage.post('files', 0, 'drop', hexOf(effect.blob), bearer);
  }

  #with(work: (desk: FileDesk) => void): void {
    const { composer, config } = this.scene.stage;
    this.open().then(work, () => composer.complain(word(config.language, 'loadFailed'), word(config.language, 'tryAgain'), () => this.#with(work)));
  }

  protected override load(): Promise<FileDesk> {
    // The page has a part in it, too, and both are needed where the relay is away later.
    this.scene.stage.post('files', 0, 'begin');
    return super.load();
  }
}
