// SPDX-License-Identifier: Apache-2.0
// What is inside a message's words: links (https, mailto, tel, and pages of the shop itself), and
// whether it is nothing but a few emoji. Pure; the screen makes text nodes of what comes out.

export interface Piece {
  text: string;
  /** Undefined for plain words. */
  href?: string;
  /** A page of the shop, which the page itself follows. */
  isOwn?: boolean;
}

const pattern = /https?:\/\/[^\s<>"'`]+|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|tel:\+?[\d().-]{5,}/gi;
// Punctuation that ends a sentence, not an address.
const trailing = /[.,:;!?*_~'"’”»…，。：；！？、）》」』】]+$/;

export function piecesOf(body: string, pageOrigin: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of body.matchAll(pattern)) {
    const text = trimmed(match[0]);
    const target = targetOf(text, pageOrigin);
    if (!target || match.index < end) continue;
    if (match.index > end) pieces.push({ text: body.slice(end, match.index) });
    pieces.push({ text, ...target });
    end = match.index + text.length;
  }
  if (end < body.length) pieces.push({ text: body.slice(end) });
  return pieces;
}

// "(see https://shop/a)" ends before its bracket; "https://shop/a_(b)" keeps it.
function trimmed(address: string): string {
  let text = address.replace(trailing, '');
  while (text.endsWith(')') && text.split(')').length > text.split('(').length) text = text.slice(0, -1).replace(trailing, '');
  return text;
}

function targetOf(text: string, pageOrigin: string): { href: string; isOwn?: boolean } | undefined {
  if (/^tel:/i.test(text)) return { href: text };
  if (!/^https?:/i.test(text)) return { href: /^mailto:/i.test(text) ? text : `mailto:${text}` };
  try {
    const url = new URL(text);
    // A name and password before the host only serve to deceive.
    if (url.username || url.password) return undefined;
    if (url.origin === pageOrigin) return { href: url.href, isOwn: true };
    return url.protocol === 'https:' ? { href: url.href } : undefined;
  } catch {
    return undefined;
  }
}

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
