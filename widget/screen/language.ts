// SPDX-License-Identifier: Apache-2.0
// One language at a time: English is inside, others are handed in by the page.
import english from '../../assets/locales/widget/en.json';
import { phrase, Times, type Phrase, type Values } from '../../web/bridge/locale';
import { changeWord, type ChangeWord } from '../../web/changes/words';
import type { PanelLanguage } from '../panel/config';

export type Word = keyof typeof english;

let words: Record<string, Phrase> = english;
let locale = 'en';
let spoken = 'en';
let formats: Times | undefined;

export function setLanguage(language: PanelLanguage): void {
  words = language.words ?? english;
  locale = language.locale;
  spoken = language.words ? new Intl.Locale(locale).language : 'en';
  formats = undefined;
}

/** A phrase of assets/locales/widget, with its values filled in. */
export function say(word: Word, values?: Values): string {
  return phrase(locale, words[word] ?? english[word], values);
}

/** A phrase of assets/locales/changes. */
export function sayChange(word: ChangeWord, values?: Values): string {
  return changeWord(locale, word, values);
}

export function times(): Times {
  return (formats ??= new Times(locale));
}

/** The language of the words, without its region. */
export function languageNow(): string {
  return spoken;
}

/** "Ada, Bo and Lin", as the language joins them. */
export function listOf(names: string[]): string {
  return new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(names);
}
