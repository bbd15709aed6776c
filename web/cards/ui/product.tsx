// SPDX-License-Identifier: Apache-2.0
// A product: picture, name, price and the price before, whether there is one, what is chosen of it.
import type { ProductCard } from '@wire/wire';

import { Anchor } from './anchor';
import type { PartProps } from './context';
import { Picture } from './picture';

export function Product({ card, context }: PartProps<ProductCard>) {
  const { words } = context;
  const { name, url, picture, price, was, stock, options } = card;
  const isLess = price && was && was.currency === price.currency && was.amount > price.amount;
  return (
    <article class="card card-beside">
      <Picture bytes={picture} />
      <div class="card-about">
        <p class="card-name">
          <Anchor url={url} context={context} isWide>
            {name}
          </Anchor>
        </p>
        {price && (
          <p class="card-price">
            <bdi>{words.money(price)}</bdi>
            {isLess && (
              <>
                <s class="card-before" aria-hidden="true">
                  <bdi>{words.money(was)}</bdi>
                </s>
                <span class="card-heard">{words.say('was', { price: words.money(was) })}</span>
              </>
            )}
          </p>
        )}
        {stock > 0 && words.stock(stock) && <p class={`card-stock stock-${stock}`}>{words.stock(stock)}</p>}
        {options.length > 0 && (
          <ul class="card-options">
            {options.map((option) => (
              <li dir="auto">{option}</li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}
