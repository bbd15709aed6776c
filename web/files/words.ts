// SPDX-License-Identifier: Apache-2.0
// What the parts for files say, in the languages that the product speaks: all of them are inside,
// as the parts themselves come only when there is a file.
import arabic from '../../assets/locales/files/ar.json';
import english from '../../assets/locales/files/en.json';
import chinese from '../../assets/locales/files/zh.json';
import { phrase, type Phrase, type Values } from '../bridge/locale';

export type FileWord = keyof typeof english;

const languages: Record<string, Record<string, Phrase>> = { en: english, zh: chinese, ar: arabic };

/** One language's phrases, numbers and sizes. */
export class FileWords {
  readonly #phrases: Record<string, Phrase>;

  /** `locale`: a BCP 47 tag; a language that we do not speak is answered in English. */
  constructor(readonly locale: string) {
    this.#phrases = languages[locale.split('-')[0] ?? ''] ?? english;
  }

  say(word: FileWord, values?: Values): string {
    return phrase(this.locale, this.#phrases[word] ?? english[word], values);
  }

  /** In steps of 1024, as every file manager of a phone counts. */
  size(bytes: number): string {
    const [value, unit] = bytes < 1024 ? [bytes, 'byte'] : bytes < 1024 ** 2 ? [bytes / 1024, 'kilobyte'] : bytes < 1024 ** 3 ? [bytes / 1024 ** 2, 'megabyte'] : [bytes / 1024 ** 3, 'gigabyte'];
    return new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  }

  percent(part: number, whole: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent' }).format(whole > 0 ? Math.min(1, part / whole) : 0);
  }

  duration(ms: number): string {
    const seconds = Math.round(ms / 1000);
    const two = new Intl.NumberFormat(this.locale, { minimumIntegerDigits: 2 });
    return `${new Intl.NumberFormat(this.locale).format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
  }
}
