// SPDX-License-Identifier: Apache-2.0
// What cards say, in the languages that the product speaks: all of them are inside, as cards come
// only when there is one.
import type { Money } from '@wire/wire';

import arabic from '../../assets/locales/cards/ar.json';
import english from '../../assets/locales/cards/en.json';
import chinese from '../../assets/locales/cards/zh.json';
import { phrase, type Phrase, type Values } from '../bridge/locale';
import { moneyText } from './money';

export type CardWord = keyof typeof english;

const languages: Record<string, Record<string, Phrase>> = { en: english, zh: chinese, ar: arabic };

const stockWords = [undefined, 'inStock', 'fewLeft', 'soldOut'] as const;
const statusWords = [undefined, 'placed', 'paid', 'packed', 'sent', 'delivered', 'cancelled', 'sentBack'] as const;

/** One language's phrases, prices and dates. */
export class CardWords {
  readonly #phrases: Record<string, Phrase>;

  /** `locale`: a BCP 47 tag; a language that we do not speak is answered in English. */
  constructor(readonly locale: string) {
    this.#phrases = languages[locale.split('-')[0] ?? ''] ?? english;
  }

  static ofEach(): CardWords[] {
    return Object.keys(languages).map((language) => new CardWords(language));
  }

  say(word: CardWord, values?: Values): string {
    return phrase(this.locale, this.#phrases[word] ?? english[word], values);
  }

  money(money: Money): string {
    return moneyText(this.locale, money);
  }

  date(at: number): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium' }).format(at);
  }

  /** Empty where nothing is said. */
  stock(stock: number): string {
    const word = stockWords[stock];
    return word ? this.say(word) : '';
  }

  /** Of an order; empty where nothing is said. */
  status(status: number): string {
    const word = statusWords[status];
    return word ? this.say(word) : '';
  }
}
