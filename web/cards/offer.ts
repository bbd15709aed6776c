// SPDX-License-Identifier: Apache-2.0
// What a shop's page says of a product, an order or a cart, or an agent in a form of any card, made
// into one. Each field is checked, and a mistake is told with its name. Prices come in the currency's
// own unit (19.9, "19.90"), addresses as the page writes them.
import { cardLinesMax, cardOptionsMax, cardTextBytesMax, urlBytesMax } from '@wire/limits';
import type { Card, CardLine, Money } from '@wire/wire';

import { oneLine } from '../words/clean';
import { charactersOver } from '../words/length';
import { linkOf, noCard } from './read';
import { digitsOf, minorUnits } from './money';

export type OfferKind = 'product' | 'cart' | 'order';
export type CardKind = OfferKind | 'coupon' | 'article' | 'link';

/** In the order of their numbers on the wire. */
export const stockNames = ['', 'in', 'few', 'out'] as const;
export const orderStatusNames = ['', 'placed', 'paid', 'packed', 'sent', 'delivered', 'cancelled', 'returned'] as const;

const fieldsOf: Record<CardKind, readonly string[]> = {
  product: ['id', 'name', 'price', 'currency', 'was', 'picture', 'url', 'stock', 'options'],
  cart: ['lines', 'total', 'currency', 'url'],
  order: ['number', 'lines', 'total', 'currency', 'status', 'placedAt', 'tracking', 'trackingUrl', 'url'],
  coupon: ['code', 'title', 'until'],
  article: ['title', 'summary', 'url'],
  link: ['url', 'title', 'summary'],
};

/** What is wrong with a field: for a screen that words it itself. */
export type OfferProblem = 'fields' | 'missing' | 'text' | 'long' | 'many' | 'currency' | 'money' | 'address' | 'choice' | 'time' | 'list';

export class OfferError extends Error {
  constructor(
    kind: CardKind,
    readonly field: string,
    readonly problem: OfferProblem,
    rule: string,
  ) {
    super(`Shopbell('${kind}'): ${field} ${rule}`);
  }
}

export interface Offer {
  card: Card;
  /** Address of the picture, of which a small one is yet to be made. */
  picture: string;
}

/** Undefined: nothing is offered (null, or an empty cart). Throws an OfferError. `page` is the address of the page. */
export function offerOf(kind: OfferKind, value: unknown, page: string): Offer | undefined {
  if (value === null || value === undefined) return undefined;
  const card = cardOf(kind, value, page);
  if (card.cart?.lines.length === 0) return undefined;
  return { card, picture: kind === 'product' ? new Fields(kind, value, page).address('picture', false) : '' };
}

/** Without a picture. `page`: what addresses are relative to; without one they are https and whole. Throws an OfferError. */
export function cardOf(kind: CardKind, value: unknown, page?: string): Card {
  const fields = new Fields(kind, value, page);
  switch (kind) {
    case 'product':
      return { ...noCard, product: productOf(fields) };
    case 'order':
      return { ...noCard, order: orderOf(fields) };
    case 'cart':
      return { ...noCard, cart: { url: fields.address('url'), lines: fields.lines(), total: fields.money('total') } };
    case 'coupon':
      return { ...noCard, coupon: { code: fields.text('code', true), title: fields.text('title'), until: fields.time('until') } };
    case 'article':
      return { ...noCard, article: { title: fields.text('title', true), summary: fields.text('summary'), url: fields.address('url') } };
    case 'link':
      return { ...noCard, link: { url: fields.address('url', true, true), title: fields.text('title'), summary: fields.text('summary'), picture: new Uint8Array() } };
  }
}

function productOf(fields: Fields) {
  return {
    id: fields.text('id'),
    name: fields.text('name', true),
    url: fields.address('url'),
    picture: new Uint8Array(),
    price: fields.money('price'),
    was: fields.money('was'),
    stock: fields.choice('stock', stockNames),
    options: fields.list('options', cardOptionsMax).map((option, at) => fields.textOf(`options[${at}]`, option, true)),
  };
}

function orderOf(fields: Fields) {
  return {
    number: fields.text('number', true),
    url: fields.address('url'),
    placedAt: fields.time('placedAt'),
    status: fields.choice('status', orderStatusNames),
    lines: fields.lines(),
    total: fields.money('total'),
    tracking: fields.text('tracking'),
    trackingUrl: fields.address('trackingUrl'),
  };
}

class Fields {
  readonly #value: Record<string, unknown>;

  constructor(
    private readonly kind: CardKind,
    value: unknown,
    private readonly page?: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#error('its value', 'fields', 'must be an object or null');
    this.#value = value as Record<string, unknown>;
    const known = fieldsOf[kind];
    const strange = Object.keys(this.#value).find((name) => !known.includes(name));
    if (strange !== undefined) throw this.#error(strange, 'fields', `is not one of its fields: ${known.join(', ')}`);
  }

  text(name: string, isNeeded = false): string {
    return this.textOf(name, this.#value[name], isNeeded);
  }

  textOf(name: string, value: unknown, isNeeded: boolean): string {
    // Ids and order numbers often are numbers.
    const given = typeof value === 'number' ? String(value) : (value ?? '');
    if (typeof given !== 'string') throw this.#error(name, 'text', 'must be text');
    const text = oneLine(given);
    if (isNeeded && text === '') throw this.#error(name, 'missing', 'must not be empty');
    if (charactersOver(text, cardTextBytesMax) > 0) throw this.#error(name, 'long', `must be at most ${cardTextBytesMax} bytes of UTF-8`);
    return text;
  }

  money(name: string): Money | null {
    return this.#moneyOf(name, this.#value[name]);
  }

  /** On the page's own origin, or https; empty where nothing is said. */
  address(name: string, isLink = true, isNeeded = false): string {
    const value = this.#value[name] ?? '';
    if (typeof value !== 'string') throw this.#error(name, 'address', 'must be an address as text');
    if (value === '' && isNeeded) throw this.#error(name, 'missing', 'must not be empty');
    if (value === '') return '';
    const url = parsed(value, this.page);
    const isGood = url && (isLink ? linkOf(url.href, this.page && new URL(this.page).origin) : /^(https?|data|blob):$/.test(url.protocol));
    if (!isGood) throw this.#error(name, 'address', 'must be an https address, or one of this shop');
    if (isLink && charactersOver(url.href, urlBytesMax) > 0) throw this.#error(name, 'long', `must be at most ${urlBytesMax} bytes`);
    return url.href;
  }

  choice(name: string, names: readonly string[]): number {
    const at = names.indexOf((this.#value[name] ?? '') as string);
    if (at < 0) throw this.#error(name, 'choice', `must be one of ${names.filter(Boolean).join(', ')}`);
    return at;
  }

  /** A Date, what one is made of, or Unix ms. */
  time(name: string): number {
    const value = this.#value[name];
    if (value === undefined || value === null || value === '') return 0;
    const at = new Date(value as string).getTime();
    if (!(at > 0)) throw this.#error(name, 'time', 'must be a Date, an ISO date or Unix milliseconds');
    return at;
  }

  list(name: string, max: number): unknown[] {
    const value = this.#value[name] ?? [];
    if (!Array.isArray(value)) throw this.#error(name, 'list', 'must be a list');
    if (value.length > max) throw this.#error(name, 'many', `must be at most ${max}`);
    return value;
  }

  lines(): CardLine[] {
    return this.list('lines', cardLinesMax).map((value, at) => {
      const name = `lines[${at}]`;
      const line = (value ?? {}) as Record<string, unknown>;
      const quantity = line['quantity'] ?? 1;
      if (!Number.isSafeInteger(quantity) || (quantity as number) < 1) throw this.#error(`${name}.quantity`, 'choice', 'must be a whole number from 1');
      return {
        name: this.textOf(`${name}.name`, line['name'], true),
        quantity: quantity as number,
        price: this.#moneyOf(`${name}.price`, line['price']),
      };
    });
  }

  #moneyOf(name: string, value: unknown): Money | null {
    if (value === undefined || value === null || value === '') return null;
    const currency = this.#value['currency'];
    const digits = typeof currency === 'string' ? digitsOf(currency) : undefined;
    if (typeof currency !== 'string' || digits === undefined) throw this.#error('currency', 'currency', 'must be three capital letters such as EUR');
    const amount = minorUnits(value, currency);
    if (amount === undefined) throw this.#error(name, 'money', `must be a number or decimal text from 0 with at most ${digits} decimals in ${currency}`);
    return { amount, currency };
  }

  #error(field: string, problem: OfferProblem, rule: string): OfferError {
    return new OfferError(this.kind, field, problem, rule);
  }
}

function parsed(address: string, page?: string): URL | undefined {
  try {
    return new URL(address, page);
  } catch {
    return undefined;
  }
}
