// SPDX-License-Identifier: Apache-2.0
// What words look like: whether they are nothing but a few emoji, and a name's initials. Pure.

const emojiMax = 3;
// One picture with its skin tone, its joined pictures, or a flag.
const emoji = /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*/gu;

/** One to three emoji and nothing else: drawn large. */
export function isFewEmoji(body: string): boolean {
  const count = body.length <= 60 ? (body.match(emoji)?.length ?? 0) : 0;
  return count > 0 && count <= emojiMax && body.replace(emoji, '').trim() === '';
}

/** For somebody without a picture: the first signs of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const signs = [words[0] ?? '', words.length > 1 ? (words[words.length - 1] ?? '') : ''].map((word) => [...word][0] ?? '');
  return signs.join('').toLocaleUpperCase();
}
