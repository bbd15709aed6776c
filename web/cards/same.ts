// SPDX-License-Identifier: Apache-2.0
// Which cards speak of the same thing.
import type { Card } from '@wire/wire';

/** Equal for the same product with the same choice, the same state of an order, the same cart. */
export function keyOf({ product, order, cart }: Card): string {
  if (product) return JSON.stringify(['product', product.id || product.url || product.name, product.options]);
  if (order) return JSON.stringify(['order', order.number, order.status]);
  return cart ? JSON.stringify(['cart', cart.lines.map(({ name, quantity }) => [name, quantity])]) : '';
}
