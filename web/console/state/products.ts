// SPDX-License-Identifier: Apache-2.0
// Products that were spoken of: those of a conversation, and those of all that this console has
// before it, newest first and each once.
import type { Card } from '@wire/wire';

import { keyOf } from '../../cards/same';
import type { Conversation, Row } from './model';

/** A card that is a product. */
export type ProductOnly = Card & { product: NonNullable<Card['product']> };

export interface Product {
  key: string;
  card: ProductOnly;
}

export function productsOf(conversations: Iterable<Conversation>): Product[] {
  const rows = [...conversations].flatMap(({ rows, last, standings }) =>
    rows.length > 0 || !last ? rows.filter(({ mid }) => !standings.of.get(mid)?.isDeleted) : [last],
  );
  const newest = rows.filter((row: Row) => row.cards).sort((a, b) => b.at - a.at);
  const products = new Map<string, Product>();
  for (const { cards } of newest) {
    for (const card of cards?.cards ?? []) {
      const key = keyOf(card);
      if (card.product && !products.has(key)) products.set(key, { key, card: card as ProductOnly });
    }
  }
  return [...products.values()];
}

/** Those that have each of the words in name or options. */
export function productsWith(products: Product[], query: string): Product[] {
  const wanted = query.toLowerCase().split(/\s+/);
  return products.filter(({ card: { product } }) => {
    const text = [product.name, product.id, ...product.options].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
