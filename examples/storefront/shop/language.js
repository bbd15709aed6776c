// SPDX-License-Identifier: Apache-2.0
// Words, money, dates and plurals in the page's language, which early.js has chosen.

import { words as ar } from "./words/ar.js";
import { words as en } from "./words/en.js";
import { words as zh } from "./words/zh.js";

const tables = { en, zh, ar };
const formats = { en: "en-US", zh: "zh-CN", ar: "ar-u-nu-latn" };

export const language = document.documentElement.dataset.language;
export const words = tables[language];
export const languages = [
  ["en", "English", "EN"],
  ["zh", "中文", "中"],
  ["ar", "العربية", "ع"],
];

/** Which money this page shows: yuan in Chinese, else US dollars. */
export const money = language === "zh" ? { code: "CNY", key: "cny" } : { code: "USD", key: "usd" };

const locale = formats[language];
// Arabic readers know "$18"; their own format would write "US$" after the number.
const moneyLocale = language === "ar" ? "en-US" : locale;
const plural = new Intl.PluralRules(locale);
const whole = new Intl.NumberFormat(moneyLocale, {
  style: "currency",
  currency: money.code,
  currencyDisplay: "narrowSymbol",
  minimumFractionDigits: 0,
  maximumFractionDigits: 0,
});
const exact = new Intl.NumberFormat(moneyLocale, {
  style: "currency",
  currency: money.code,
  currencyDisplay: "narrowSymbol",
});
const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** Puts named values into a text, or into the right plural form of one when `n` is among them. */
export function say(text, values = {}) {
  const chosen = typeof text === "string" ? text : (text[plural.select(values.n)] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (found, name) => (name in values ? String(values[name]) : found));
}

/** The reader's text of a catalogue entry such as {en, zh, ar}. */
export function local(texts) {
  return texts[language] ?? texts.en;
}

export function amount(minor) {
  return (minor % 100 === 0 ? whole : exact).format(minor / 100);
}

export function price(size) {
  return size[money.key];
}

export function mean(value) {
  return decimal.format(value);
}

export function date(time) {
  return day.format(time);
}

export function daysAgo(days) {
  return days < 14 ? ago.format(-days, "day") : ago.format(-Math.round(days / 7), "week");
}
