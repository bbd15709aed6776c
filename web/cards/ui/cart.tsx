// SPDX-License-Identifier: Apache-2.0
// What lies in a shopper's cart.
import type { CartCard } from '@wire/wire';

import { Anchor } from './anchor';
import type { PartProps } from './context';
import { Lines } from './lines';

export function Cart({ card, context }: PartProps<CartCard>) {
  const { words } = context;
  const count = card.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <article class="card">
      <header class="card-head">
        <p class="card-name">
          <Anchor url={card.url} context={context}>
            {words.say('cart')}
          </Anchor>
        </p>
        <span class="card-note">{words.say('items', { count })}</span>
      </header>
      <Lines lines={card.lines} total={card.total} context={context} />
    </article>
  );
}
