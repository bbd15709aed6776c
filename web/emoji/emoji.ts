// SPDX-License-Identifier: Apache-2.0
// The emoji of one language, as web/emoji-data.mjs writes them, and how they are searched.

export interface Emoji {
  sign: string;
  name: string;
  /** Name and further words, folded: what a search looks through. */
  folded: string;
}

export interface EmojiGroup {
  name: string;
  emoji: Emoji[];
}

export interface EmojiSet {
  /** Names of the field, of nothing found, of what was used before. */
  search: string;
  none: string;
  recent: string;
  groups: EmojiGroup[];
}

/** Found at most: more would not be looked through. */
const foundMax = 64;

export function readEmoji(json: string): EmojiSet {
  const { groups, ...labels } = JSON.parse(json) as Omit<EmojiSet, 'groups'> & { groups: { name: string; emoji: string[] }[] };
  const one = (line: string): Emoji => {
    const [sign = '', name = '', words = ''] = line.split('\t');
    return { sign, name, folded: fold(`${name} ${words}`) };
  };
  return { ...labels, groups: groups.map(({ name, emoji }) => ({ name, emoji: emoji.map(one) })) };
}

/** Those in which every word of the query begins a word; the names that begin so come first. */
export function searchEmoji(set: EmojiSet, query: string): Emoji[] {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const all = set.groups.flatMap(({ emoji }) => emoji);
  const found = all.filter(({ folded }) => words.every((word) => begins(folded, word)));
  const first = words[0] ?? '';
  const rank = ({ folded }: Emoji): number => (folded.startsWith(first) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, foundMax);
}

// Chinese has no spaces between its words: there a word may begin anywhere.
function begins(folded: string, word: string): boolean {
  return /\p{Script=Han}/u.test(word) ? folded.includes(word) : folded.startsWith(word) || folded.includes(` ${word}`);
}

// Case and marks (é, Arabic vowels) are not told apart.
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[\s:.,()'’“”-]+/gu, ' ').trim();
}
