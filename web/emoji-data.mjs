// SPDX-License-Identifier: Apache-2.0
// The emoji that the picker offers (web/emoji), with their names and words in one language: the
// order and groups are Unicode's (unicode-emoji-json), names and words CLDR's, flags those of their
// regions. What CLDR has no name for in itself (families, hair, keycaps) is left out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
/** What systems of the last years draw; newer ones would show as empty boxes. */
const versionMax = 15;

/** {search, none, recent, groups: [{name, emoji: ["😀\tname\tword word", ...]}]}, as emoji.ts reads it. */
export function emojiData(root, language) {
  const { groups: names, ...labels } = JSON.parse(readFileSync(join(root, `assets/locales/emoji/${language}.json`), 'utf8'));
  const named = require(`cldr-annotations-modern/annotations/${language}/annotations.json`).annotations.annotations;
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const line = ({ emoji }) => {
    const entry = named[emoji] ?? named[emoji.replaceAll('\ufe0f', '')];
    const name = entry?.tts?.[0] ?? regionOf(emoji, regions);
    if (!name) return [];
    const words = (entry?.default ?? []).filter((word) => !name.includes(word));
    return [[emoji, name, ...(words.length > 0 ? [words.join(' ')] : [])].join('\t')];
  };
  const groups = require('unicode-emoji-json/data-by-group.json');
  if (groups.length !== names.length) throw new Error(`assets/locales/emoji/${language}.json names ${names.length} groups of ${groups.length}`);
  const ofToday = ({ emoji_version: version }) => Number(version) <= versionMax;
  return { ...labels, groups: groups.map(({ emojis }, at) => ({ name: names[at], emoji: emojis.filter(ofToday).flatMap(line) })) };
}

// A flag is two letters of a region's code.
function regionOf(emoji, regions) {
  const letters = [...emoji].map((sign) => sign.codePointAt(0) - 0x1f1e6);
  if (letters.length !== 2 || letters.some((letter) => letter < 0 || letter > 25)) return undefined;
  const code = letters.map((letter) => String.fromCharCode(65 + letter)).join('');
  const name = regions.of(code);
  return name === code ? undefined : name;
}
