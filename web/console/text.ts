// SPDX-License-Identifier: Apache-2.0
// The console's words. English is in the bundle; another language is one file, fetched with its
// integrity before the first screen is drawn.
import en from '../../assets/locales/console/en.json';
import { changeWord, type ChangeWord } from '../changes/words';
import { chooseLocale, directionOf, formattingLocale, phrase, Times, type Phrase, type Values } from '../bridge/locale';

export type Key = keyof typeof en;

let phrases: Record<string, Phrase> = en;
let language = 'en';
let formatting = 'en';
let times = new Times('en');
let isolate = false;

export function t(key: Key, values?: Values): string {
  return phrase(language, phrases[key] ?? en[key], isolate ? isolated(values) : values);
}

/** A phrase of assets/locales/changes. */
export function sayChange(word: ChangeWord, values?: Values): string {
  return changeWord(language, word, isolate ? isolated(values) : values);
}

/** In a right-to-left sentence a code or a Latin name keeps its own order between isolates. */
function isolated(values: Values = {}): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? `\u2068${value}\u2069` : value]),
  );
}

export function languageNow(): string {
  return language;
}

/** The tag for dates, numbers and names of languages. */
export function formattingNow(): string {
  return formatting;
}

export function timesNow(): Times {
  return times;
}

/** Takes the first wanted language that the console speaks; without its file it stays English. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const chosen = chooseLocale(wanted, ['en', ...Object.keys(__LOCALES__)]);
  const source = __LOCALES__[chosen];
  if (source) {
    try {
      const answer = await fetch(source.url, { integrity: source.integrity });
      if (!answer.ok) throw new Error(`${source.url}: ${answer.status}`);
      phrases = { ...en, ...((await answer.json()) as Record<string, Phrase>) };
      language = chosen;
    } catch (error) {
      console.error('Shopbell: this language did not load, so the console speaks English:', error);
    }
  }
  formatting = formattingLocale(wanted, language);
  times = new Times(formatting);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  isolate = directionOf(language) === 'rtl';
}
