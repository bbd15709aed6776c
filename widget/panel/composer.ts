// SPDX-License-Identifier: Apache-2.0
// The field in which the shopper writes. It stands before anything else of the chat: what is sent
// early waits in the field and goes out when the chat is there. It grows to six lines, sends with
// Enter (never while an input method composes), and keeps what was not taken.
import { textBytesMax } from '@wire/limits';

import sendIcon from '../../assets/icons/send.svg?strokes';
import type { PanelLanguage } from './config';
import { element, icon } from './element';
import { charactersOver } from '../../web/words/length';
import { word } from './words';

export interface Reader {
  /** False: not taken, the words stay in the field. */
  send(body: string): boolean;
  isWriting(on: boolean): void;
}

/** Typing is over when nothing was typed for this long. */
const pauseMs = 5000;
/** Where the field is fuller than this its length is counted. */
const countFrom = textBytesMax / 4;

export class Composer {
  readonly #field = element('textarea', { rows: 1, dir: 'auto', enterKeyHint: 'send' });
  /** For what goes with the words, above the field. */
  readonly tray = element('div', { className: 'tray' });
  /** For what helps to write, beside the field. */
  readonly tools = element('span', { className: 'tools' });
  readonly #frame = element('div', { className: 'field' }, this.#field, this.tools);
  readonly #send = element('button', { className: 'send', disabled: true }, icon(sendIcon));
  readonly #hint = element('p', { className: 'hint' });
  readonly form = element('form', { className: 'composer' }, this.tray, this.#frame, this.#send, this.#hint);
  #reader: Reader | undefined;
  #language: PanelLanguage = { locale: 'en', direction: 'ltr' };
  #isWaiting = false;
  #isClosed = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #files: ((body: string) => void) | undefined;
  #taker: ((body: string) => boolean) | undefined;
  #aside: string | undefined;

  constructor() {
    this.#hint.setAttribute('role', 'alert');
    this.#field.oninput = () => this.#write();
    this.#field.onblur = () => this.#stopWriting();
    this.#field.onkeydown = (event) => {
      // 229: what some input methods report for the Enter that ends a composition.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    };
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
  }

  /** The chat is there, and reads what is written. */
  attach(reader: Reader): void {
    this.#reader = reader;
    this.#hint.textContent = '';
    if (this.#isWaiting) this.#submit();
  }

  speak(language: PanelLanguage): void {
    this.#language = language;
    this.#field.ariaLabel = word(language, 'message');
    this.#send.ariaLabel = this.#send.title = word(language, 'send');
    this.setClosed(this.#isClosed);
  }

  setClosed(closed: boolean): void {
    this.#isClosed = closed;
    this.#field.placeholder = word(this.#language, closed ? 'writeAgain' : 'write');
  }

  /** Files that go with the words, or without any, and who sends them. */
  setFiles(send: ((body: string) => void) | undefined): void {
    this.#files = send;
    this.#show();
  }

  /** Until it is called again, words go to `take` (false: not taken, they stay); with `words` they begin as those, and what stood in the field waits. */
  divert(take: ((body: string) => boolean) | undefined, words?: string): void {
    this.#taker = take;
    this.#field.value = this.#aside ?? this.#field.value;
    this.#aside = words === undefined ? undefined : this.#field.value;
    this.#field.value = words ?? this.#field.value;
    this.#show();
    this.focus();
  }

  /** Puts words back that were not taken after all. False: others stand there by now. */
  restore(body: string): boolean {
    if (this.#field.value !== '') return false;
    this.#field.value = body;
    this.#show();
    this.#field.focus();
    return true;
  }

  /** Puts a sign where the caret is. */
  insert(sign: string): void {
    const { selectionStart, selectionEnd } = this.#field;
    this.#field.setRangeText(sign, selectionStart, selectionEnd, 'end');
    this.#write();
    this.focus();
  }

  /** Below the field, until the next attempt; with something to do about it. */
  complain(text: string, remedy?: string, onRemedy?: () => void): void {
    this.#hint.textContent = text;
    if (!remedy) return;
    const onclick = (): void => {
      this.#hint.textContent = '';
      onRemedy?.();
    };
    this.#hint.append(' ', element('button', { type: 'button', className: 'quiet', onclick }, remedy));
  }

  // On a phone the field would bring up the keyboard over what there is to read.
  focus(): void {
    if (!matchMedia('(pointer: coarse)').matches) this.#field.focus();
  }

  #submit(): void {
    const body = this.#field.value;
    if (this.#send.disabled) return;
    this.#isWaiting = !this.#reader;
    const isTaken = this.#taker && body.trim() !== '';
    this.#field.value = '';
    if (isTaken ? !this.#taker?.(body) : !this.#files && !this.#reader?.send(body)) {
      this.#field.value = body;
      return;
    }
    this.#files?.(isTaken ? '' : body);
    this.#show();
    this.#stopWriting();
    this.#field.focus();
  }

  #write(): void {
    this.#isWaiting = false;
    this.#show();
    clearTimeout(this.#pause);
    if (this.#field.value.trim() === '') return this.#stopWriting();
    this.#reader?.isWriting(true);
    this.#pause = setTimeout(() => this.#stopWriting(), pauseMs);
  }

  #stopWriting(): void {
    clearTimeout(this.#pause);
    this.#reader?.isWriting(false);
  }

  #show(): void {
    const { value } = this.#field;
    const over = value.length > countFrom ? charactersOver(value, textBytesMax) : 0;
    // Its unseen copy gives the field its height.
    this.#frame.dataset['text'] = value;
    this.#send.disabled = (value.trim() === '' && !this.#files) || over > 0;
    this.#field.ariaInvalid = `${over > 0}`;
    this.#hint.textContent = over > 0 ? word(this.#language, 'tooLong', { count: over }) : '';
  }
}
