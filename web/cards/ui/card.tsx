// SPDX-License-Identifier: Apache-2.0
// One card, of whichever kind it is (web/cards/read.ts has seen to it that it is one).
import type { Card } from '@wire/wire';

import { Article } from './article';
import { Cart } from './cart';
import type { CardContext } from './context';
import { Coupon } from './coupon';
import { Link } from './link';
import { Order } from './order';
import { Product } from './product';

export function CardPart({ card, context }: { card: Card; context: CardContext }) {
  const { product, order, cart, coupon, article, link } = card;
  if (product) return <Product card={product} context={context} />;
  if (order) return <Order card={order} context={context} />;
  if (cart) return <Cart card={cart} context={context} />;
  if (coupon) return <Coupon card={coupon} context={context} />;
  if (article) return <Article card={article} context={context} />;
  return link && <Link card={link} context={context} />;
}
