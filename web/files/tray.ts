// SPDX-License-Identifier: Apache-2.0
// Files that were picked, dropped or pasted, before they are sent: each is looked at, made ready and
// shown; nothing leaves before Send. A picture goes without its metadata, and small unless asked for
// in its original size.
import { encodeContent, type FileContent } from '@wire/wire';
import { fileNameBytesMax, filePreviewBytesMax } from '@wire/limits';

import { PictureRefused, preparePicture, type Prepared } from '../pictures/prepare';
import { posterOf, soundSeconds } from '../pictures/poster';
import type { Voice } from '../voice/recording';
import { charactersOver } from '../words/length';
import { documentType, kindOfType, safeName, type FileKind } from './kinds';
import type { Transfers } from './transfers';
import type { FileWords } from './words';

/** As the shop's settings say. */
export interface FileLimits {
  bytesMax: number;
  atOnceMax: number;
}

export interface TrayItem {
  key: number;
  file: File;
  name: string;
  kind: FileKind;
  /** It was recorded here, and has its own bars and length. */
  voice?: Voice;
  /** What will be sent, once it is ready. */
  ready?: Omit<FileContent, 'type' | 'body' | 'blob'>;
  bytes?: Blob;
  /** A likeness of it for the tray. */
  url?: string;
  /** Bytes that are sealed. */
  sealed: number;
}

/** Larger ones are not read into memory, and go as files. */
const pictureBytesMax = 64 * 1024 * 1024;

/** How what is sealed becomes a message, and what was written one of its own. */
export interface Sending {
  /** `content` speaks of the blob, with these words; they are the file's name where none were written. */
  share(content: Uint8Array, blob: Uint8Array, words: string): void;
  say(words: string): void;
}

export class Tray {
  items: TrayItem[] = [];
  /** What was not taken, and why. */
  problems: string[] = [];
  isOriginal = false;
  isSending = false;
  #lastKey = 0;

  constructor(
    private readonly transfers: Transfers,
    readonly limits: () => FileLimits,
    readonly words: () => FileWords,
    private readonly changed: () => void,
  ) {}

  get hasPictures(): boolean {
    return this.items.some(({ kind }) => kind === 'picture');
  }

  add(files: Iterable<File>): void {
    this.problems = [];
    for (const file of files) {
      const name = safeName(file.name, this.words().say('file'));
      if (file.size === 0) this.#complain('empty', name);
      else if (this.items.length >= this.limits().atOnceMax) this.problems = [this.words().say('tooMany', { count: this.limits().atOnceMax })];
      else this.#take(file, name);
    }
    this.changed();
  }

  /** What was recorded here; it is heard before it is sent. */
  addVoice(voice: Voice): void {
    const { bytes } = voice;
    const name = `${this.words().say('voice')}.${bytes.type.split('/')[1] ?? ''}`;
    if (this.items.length >= this.limits().atOnceMax) this.problems = [this.words().say('tooMany', { count: this.limits().atOnceMax })];
    else this.#take(new File([bytes], name, { type: bytes.type }), name, voice);
    this.changed();
  }

  remove(item: TrayItem): void {
    this.items = this.items.filter((one) => one !== item);
    if (item.url) URL.revokeObjectURL(item.url);
    this.changed();
  }

  setOriginal(isOriginal: boolean): void {
    this.isOriginal = isOriginal;
    this.changed();
  }

  /**
   * Seals one after the other what lies in the tray now; each is a message of its own, the first with
   * what was written. Where none can be sent, what was written goes alone.
   */
  async send(written: string, sending: Sending): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.problems = [];
    let words = written.trim();
    for (const item of this.items) {
      this.changed();
      if (await this.#send(item, words, sending)) words = '';
      this.remove(item);
    }
    if (words) sending.say(words);
    this.isSending = false;
    this.changed();
  }

  #take(file: File, name: string, voice?: Voice): void {
    // Whatever a camera makes, even what only some browsers can read: it is asked of the bytes.
    const kind = /^image\/(?!svg)/.test(file.type) ? 'picture' : kindOfType(file.type);
    const item: TrayItem = { key: ++this.#lastKey, file, name, kind, sealed: 0, ...(voice && { voice, url: URL.createObjectURL(voice.bytes) }) };
    this.items = [...this.items, item];
    void this.#prepare(item, 'small').then(() => this.changed());
  }

  // False: it was refused, with a word about why.
  async #prepare(item: TrayItem, choice: 'small' | 'original'): Promise<boolean> {
    const { file, name, kind, voice } = item;
    try {
      if (kind === 'picture' && file.size <= pictureBytesMax) this.#becomePicture(item, await preparePicture(file, choice));
      else if (kind === 'video') await this.#becomeVideo(item);
      else if (voice) this.#become(item, { media: file.type, duration: voice.duration, waveform: voice.waveform });
      else this.#become(item, { media: file.type, duration: kind === 'sound' ? Math.round(((await soundSeconds(file)) ?? 0) * 1000) : 0 });
    } catch (error) {
      const reason = error instanceof PictureRefused ? error.reason : 'decode';
      if (reason === 'pixels' || reason === 'size') {
        this.#complain('tooManyPixels', name);
        this.remove(item);
        return false;
      }
      // Not a picture that a browser shows: a file like any other.
      this.#become(item, { media: documentType });
    }
    const { bytesMax } = this.limits();
    if ((item.bytes?.size ?? 0) <= bytesMax) return true;
    this.#complain('tooLarge', name, { size: this.words().size(bytesMax) });
    this.remove(item);
    return false;
  }

  #becomePicture(item: TrayItem, { bytes, type, width, height, preview, name }: Prepared): void {
    if (item.url) URL.revokeObjectURL(item.url);
    item.url = URL.createObjectURL(bytes);
    this.#become(item, { media: type, width, height, preview, name: safeName(name, item.name) }, bytes);
  }

  async #becomeVideo(item: TrayItem): Promise<void> {
    const poster = await posterOf(item.file);
    const { width = 0, height = 0, preview = new Uint8Array(), seconds = 0 } = poster ?? {};
    if (preview.length > 0) item.url = URL.createObjectURL(new Blob([preview.slice()]));
    this.#become(item, { media: item.file.type, width, height, preview, duration: Math.round(seconds * 1000) });
  }

  #become(item: TrayItem, known: Partial<Omit<FileContent, 'type' | 'body' | 'blob'>>, bytes: Blob = item.file): void {
    item.bytes = bytes;
    const name = known.name ?? item.name;
    const over = charactersOver(name, fileNameBytesMax);
    item.ready = {
      media: documentType,
      width: 0,
      height: 0,
      duration: 0,
      waveform: new Uint8Array(),
      ...known,
      preview: (known.preview?.length ?? 0) > filePreviewBytesMax ? new Uint8Array() : (known.preview ?? new Uint8Array()),
      // Its end says what kind of file it is.
      name: over > 0 ? [...name].slice(over).join('') : name,
    };
  }

  async #send(item: TrayItem, words: string, sending: Sending): Promise<boolean> {
    const isAnew = !item.ready || (this.isOriginal && item.kind === 'picture');
    if (isAnew && !(await this.#prepare(item, this.isOriginal ? 'original' : 'small'))) return false;
    const { ready, bytes } = item;
    if (!ready || !bytes) return false;
    try {
      const blob = await this.transfers.seal(bytes, (sealed) => {
        item.sealed = sealed;
        this.changed();
      });
      this.transfers.keep(blob, bytes);
      sending.share(encodeContent({ type: 'FileContent', body: words || ready.name, blob, ...ready }), blob.id, words);
      return true;
    } catch {
      this.#complain('unreadable', item.name);
      return false;
    }
  }

  #complain(word: 'empty' | 'tooLarge' | 'unreadable' | 'tooManyPixels', name: string, values: Record<string, string> = {}): void {
    this.problems = [...this.problems, this.words().say(word, { name, ...values })];
  }
}
