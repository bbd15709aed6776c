// SPDX-License-Identifier: Apache-2.0
// Cards in plain words: the message's body, for a list, a search, a screen of an earlier version. It
// depends on nothing but the card and the language, so that a reader can tell it from words that
// somebody wrote with the card.
import { textBytesMax } from '@wire/limits';
import type { Card, CardLine, CardsContent, Money } from '@wire/wire';

import { charactersOver } from '../words/length';
import { decimalOf } from './money';
import { CardWords } from './words';

/** Lines of an order in words; the rest is counted. */
const linesShownMax = 10;

/** At most `text_bytes_max`; empty for no cards. */
export function fallbackOf(cards: readonly Card[], words: CardWords): string {
  const text = cards.map((card) => wordsOf(card, words)).join('\n\n');
  const over = charactersOver(text, textBytesMax);
  return over > 0 ? [...text].slice(0, -over).join('') : text;
}

/** What somebody wrote with the cards; empty where the body only stands for them. */
export function writtenWith({ body, cards }: CardsContent): string {
  return CardWords.ofEach().some((words) => fallbackOf(cards, words) === body) ? '' : body;
}

function wordsOf({ product, order, cart, coupon, article, link }: Card, words: CardWords): string {
  if (product) {
    const was = product.was ? words.say('was', { price: plain(product.was) }) : '';
    return joined([product.name, priced(product.price), was, words.stock(product.stock), ...product.options], product.url);
  }
  if (order) {
    const head = joined([words.say('order', { number: order.number }), words.status(order.status), totalOf(order.total, words)]);
    return joined([head], ...linesOf(order.lines, words), order.tracking && words.say('tracking', { code: order.tracking }), order.trackingUrl, order.url);
  }
  if (cart) return joined([words.say('cart'), totalOf(cart.total, words)], ...linesOf(cart.lines, words), cart.url);
  if (coupon) return joined([words.say('coupon', { code: coupon.code }), coupon.title, coupon.until > 0 && words.say('until', { date: dayOf(coupon.until) })]);
  if (article) return joined([article.title], article.summary, article.url);
  return link ? joined([link.title], link.summary, link.url) : '';
}

function joined(parts: (string | false)[], ...below: string[]): string {
  return [parts.filter(Boolean).join(' · '), ...below].filter(Boolean).join('\n');
}

function linesOf(lines: readonly CardLine[], words: CardWords): string[] {
  const shown = lines.slice(0, linesShownMax).map(({ name, quantity, price }) => joined([`${quantity} × ${name}`, priced(price)]));
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, words.say('more', { count: rest })] : shown;
}

function totalOf(total: Money | null, words: CardWords): string {
  return total ? words.say('total', { price: plain(total) }) : '';
}

function priced(money: Money | null): string {
  return money ? plain(money) : '';
}

// Not as the language writes it: that changes with the browser.
function plain(money: Money): string {
  return `${decimalOf(money)} ${money.currency}`;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
