// SPDX-License-Identifier: Apache-2.0
// Language: which of ours fits the one asked for, phrases with numbers and names in them, and times
// as that language writes them (all by Intl).

/** A text, or one for each plural category that the language has. */
export type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Values = Record<string, string | number>;

/** The first wanted BCP 47 tag that one of `available` serves, else the first of `available`. */
export function chooseLocale(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    const found = available.find((one) => one === tag || one === language);
    if (found) return found;
  }
  return available[0] ?? 'en';
}

/** The wanted tag itself when Intl takes it and its language is ours (en-GB writes times its own way). */
export function formattingLocale(wanted: readonly string[], chosen: string): string {
  const language = chosen.split('-')[0];
  const exact = wanted.find((tag) => tag.toLowerCase().split(/[-_]/)[0] === language);
  try {
    return Intl.getCanonicalLocales(exact ?? chosen)[0] ?? chosen;
  } catch {
    return chosen;
  }
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur)\b/i.test(locale) ? 'rtl' : 'ltr';
}

/** `{count}` chooses the plural form and is written as the language writes numbers. */
export function phrase(locale: string, text: Phrase, values: Values = {}): string {
  const form =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(locale).select(Number(values['count']))] ?? text.other ?? '');
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : (value ?? whole);
  });
}

export class Times {
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayWithYear: Intl.DateTimeFormat;
  readonly #near: Intl.RelativeTimeFormat;

  constructor(private readonly locale: string) {
    this.#time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    this.#day = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' });
    this.#dayWithYear = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric' });
    this.#near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  }

  time(at: number): string {
    return this.#time.format(at);
  }

  /** Today, yesterday, a weekday with its date, or a date with its year. */
  day(at: number, now: number): string {
    const ago = dayNumber(now) - dayNumber(at);
    if (ago === 0 || ago === 1) {
      const word = this.#near.format(-ago, 'day');
      return word.charAt(0).toLocaleUpperCase(this.locale) + word.slice(1);
    }
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return (sameYear ? this.#day : this.#dayWithYear).format(at);
  }
}

/** Counts local calendar days: equal for two times of one day. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}
