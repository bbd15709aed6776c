// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { load, root } from './sources.mjs';

const { chooseLocale, directionOf, dayNumber, formattingLocale, phrase, Times } = await load('web/bridge/locale');
const ours = ['en', 'zh', 'ar'];
const words = (language) => JSON.parse(readFileSync(`${root}/assets/locales/widget/${language}.json`, 'utf8'));

test('the first wanted language that we speak is chosen, whatever its region or case', () => {
  assert.equal(chooseLocale(['pt-BR', 'zh-Hans-CN', 'en'], ours), 'zh');
  assert.equal(chooseLocale(['AR-eg'], ours), 'ar');
  assert.equal(chooseLocale(['zh_CN'], ours), 'zh');
});

test('English is spoken where nothing wanted is ours', () => {
  assert.equal(chooseLocale([], ours), 'en');
  assert.equal(chooseLocale(['', 'nonsense tag'], ours), 'en');
});

test('times are written as the wanted region writes them', () => {
  assert.equal(formattingLocale(['de', 'en-GB'], 'en'), 'en-GB');
  assert.equal(formattingLocale(['zh_CN!'], 'zh'), 'zh');
});

test('Arabic, Persian, Hebrew and Urdu run from right to left, others do not', () => {
  for (const tag of ['ar', 'ar-EG', 'fa', 'he-IL', 'ur']) assert.equal(directionOf(tag), 'rtl');
  for (const tag of ['en', 'zh', 'arn']) assert.equal(directionOf(tag), 'ltr');
});

test('a phrase takes the plural form of its language and writes the number its way', () => {
  const text = { one: 'one of {count}', few: 'few {count}', other: '{count} in {place}' };
  assert.equal(phrase('en', text, { count: 1, place: 'x' }), 'one of 1');
  assert.equal(phrase('en', text, { count: 1200, place: 'x' }), '1,200 in x');
  assert.equal(phrase('ar', text, { count: 3 }), `few ${new Intl.NumberFormat('ar').format(3)}`);
});

test('a value that is missing leaves its place to be seen', () => {
  assert.equal(phrase('en', 'Hello {name}'), 'Hello {name}');
});

test('the day line says today, yesterday, the weekday, and the year once it is another', () => {
  const times = new Times('en-GB');
  const at = (text) => new Date(text).getTime();
  const now = at('2026-03-10T08:00');
  assert.equal(times.day(at('2026-03-10T00:01'), now), 'Today');
  assert.equal(times.day(at('2026-03-09T23:59'), now), 'Yesterday');
  assert.match(times.day(at('2026-03-06T12:00'), now), /Friday.*6 March/);
  assert.match(times.day(at('2025-12-31T12:00'), now), /2025/);
});

test('days are counted by the calendar, also over a change of the clock', () => {
  const at = (text) => new Date(text).getTime();
  assert.equal(dayNumber(at('2026-03-30T00:30')) - dayNumber(at('2026-03-28T23:30')), 2);
});

test('every language has every phrase, with the same places to fill', () => {
  const english = words('en');
  const places = (text) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();
  for (const language of ['zh', 'ar']) {
    const other = words(language);
    assert.deepEqual(Object.keys(other).sort(), Object.keys(english).sort(), language);
    for (const key of Object.keys(english)) assert.deepEqual(places(other[key]), places(english[key]), `${language} ${key}`);
  }
});

test('every plural has a form for every number of its language', () => {
  for (const language of ours) {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(words(language))) {
      if (typeof text === 'string') continue;
      for (const category of categories) assert.ok(text[category] ?? text.other, `${language} ${key} ${category}`);
    }
  }
});
