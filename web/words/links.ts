// SPDX-License-Identifier: Apache-2.0
// Addresses in somebody's words: https, mailto, tel, and pages of the shop itself. Nothing else
// becomes a link, whoever wrote it. Pure; screens make text nodes of what comes out.

export interface Target {
  href: string;
  /** A page of the shop, which the page itself follows. */
  isOwn?: boolean;
}

export interface Piece extends Partial<Target> {
  text: string;
}

// What may be an address, wherever it begins. A name before the @ has at most 64 signs (RFC 5321
// §4.5.3.1.1): without a limit a long word would be tried from each of its letters to its end.
// Brackets stand around addresses, not in them (RFC 3986 has them for IPv6 alone).
export const addresses = /https?:\/\/[^\s<>"'`[\]]+|(?:mailto:)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|tel:\+?[\d().-]{5,}/gi;
// Punctuation that ends a sentence, not an address.
const trailing = /[.,:;!?*_~'"’”»…，。：；！？、）》」』】]+$/;

/** `pageOrigin`: that of the shop's page, where it is known. */
export function piecesOf(words: string, pageOrigin = ''): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of words.matchAll(addresses)) {
    const text = trimmed(match[0]);
    const target = targetOf(text, pageOrigin);
    if (!target || match.index < end) continue;
    if (match.index > end) pieces.push({ text: words.slice(end, match.index) });
    pieces.push({ text, ...target });
    end = match.index + text.length;
  }
  if (end < words.length) pieces.push({ text: words.slice(end) });
  return pieces;
}

// "(see https://shop/a)" ends before its bracket; "https://shop/a_(b)" keeps it.
function trimmed(address: string): string {
  let text = address.replace(trailing, '');
  while (text.endsWith(')') && text.split(')').length > text.split('(').length) text = text.slice(0, -1).replace(trailing, '');
  return text;
}

/** Where an address leads; undefined for one that is no link. */
export function targetOf(text: string, pageOrigin = ''): Target | undefined {
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
