// SPDX-License-Identifier: Apache-2.0
// What the parts for replies, reactions and edits say, in the languages that the product speaks.
import arabic from '../../assets/locales/changes/ar.json';
import english from '../../assets/locales/changes/en.json';
import chinese from '../../assets/locales/changes/zh.json';
import { phrase, type Phrase, type Values } from '../bridge/locale';

export type ChangeWord = keyof typeof english;

const languages: Record<string, Record<string, Phrase>> = { en: english, zh: chinese, ar: arabic };

/** `locale`: a BCP 47 tag; a language that we do not speak is answered in English. */
export function changeWord(locale: string, word: ChangeWord, values?: Values): string {
  return phrase(locale, languages[locale.split('-')[0] ?? '']?.[word] ?? english[word], values);
}
