// SPDX-License-Identifier: Apache-2.0
// What of a message's cards is shown. They are somebody's words, whoever sent them: links lead where
// links in words may lead, a picture is the small one inside the message, and what is broken or of a
// later version is left to the words that stand for it.
import type { Card, CardLine, CardsContent, Money } from '@wire/wire';

import { contentOf } from '../bridge/content';
import { pictureHeader } from '../pictures/header';
import { oneLine } from '../words/clean';
import { targetOf, type Target } from '../words/links';
import { digitsOf } from './money';

/** Pixels of a side: 2 kB can announce a picture of any size. */
const pictureSideMax = 512;

export const noCard: Card = { product: null, order: null, cart: null, coupon: null, article: null, link: null };

export interface Cards {
  content: CardsContent;
  cards: Card[];
  replies: string[];
}

/** Undefined where nothing of it can be shown: then its words are. */
export function readCards(content: Uint8Array): Cards | undefined {
  const decoded = contentOf(content);
  if (decoded?.type !== 'CardsContent') return undefined;
  const cards = decoded.cards.flatMap((card) => cleaned(card) ?? []);
  const replies = decoded.replies.map(oneLine).filter(Boolean);
  // One card that cannot be shown, and the words must stand for all of them.
  if (cards.length < decoded.cards.length || cards.length + replies.length === 0) return undefined;
  return { content: decoded, cards, replies };
}

/** Where an address on a card leads: https, or the shop's own page. */
export function linkOf(url: string, pageOrigin?: string): Target | undefined {
  return /^https?:/i.test(url) ? targetOf(url, pageOrigin) : undefined;
}

/** The type under which a card's picture may be drawn; undefined for what is none. */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const header = pictureHeader(bytes);
  if (!header || header.frames > 1 || Math.min(header.width, header.height) < 1) return undefined;
  if (Math.max(header.width, header.height) > pictureSideMax) return undefined;
  return /^image\/(jpeg|webp)$/.test(header.type) ? header.type : undefined;
}

// Exactly one kind, with what it cannot do without.
function cleaned(card: Card): Card | undefined {
  if (Object.values(card).filter(Boolean).length !== 1) return undefined;
  const { product, order, cart, coupon, article, link } = card;
  if (product) {
    const { price, was, options, ...rest } = product;
    const shown = { ...rest, name: oneLine(product.name), price: moneyOf(price), was: moneyOf(was), options: options.map(oneLine).filter(Boolean) };
    return shown.name ? { ...noCard, product: shown } : undefined;
  }
  if (order) {
    const shown = { ...order, number: oneLine(order.number), lines: linesOf(order.lines), total: moneyOf(order.total), tracking: oneLine(order.tracking) };
    return shown.number ? { ...noCard, order: shown } : undefined;
  }
  if (cart) return { ...noCard, cart: { ...cart, lines: linesOf(cart.lines), total: moneyOf(cart.total) } };
  if (coupon) {
    const shown = { ...coupon, code: oneLine(coupon.code), title: oneLine(coupon.title) };
    return shown.code ? { ...noCard, coupon: shown } : undefined;
  }
  if (article) {
    const shown = { ...article, title: oneLine(article.title), summary: oneLine(article.summary) };
    return shown.title ? { ...noCard, article: shown } : undefined;
  }
  if (!link || !linkOf(link.url)) return undefined;
  return { ...noCard, link: { ...link, title: oneLine(link.title), summary: oneLine(link.summary) } };
}

function linesOf(lines: CardLine[]): CardLine[] {
  return lines.map(({ name, quantity, price }) => ({ name: oneLine(name), quantity, price: moneyOf(price) })).filter(({ name }) => name !== '');
}

function moneyOf(money: Money | null): Money | null {
  return money && digitsOf(money.currency) !== undefined ? money : null;
}
