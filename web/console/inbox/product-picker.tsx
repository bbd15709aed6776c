// SPDX-License-Identifier: Apache-2.0
// Products to send again: one as a card, several side by side.
import { useState } from 'preact/hooks';
import { cardsMax } from '@wire/limits';
import type { Card } from '@wire/wire';
import { Picture } from '../../cards/ui/picture';
import { useDesk } from '../desk-context';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { productsOf, productsWith, type Product } from '../state/products';
import { t } from '../text';
import { cardWords } from './card-row';

export function ProductPicker({ onSend, onClose }: { onSend: (cards: Card[]) => void; onClose: () => void }) {
  const conversations = useDesk((desk) => desk.conversations);
  const [query, search] = useState('');
  // In the order of choosing.
  const [chosen, choose] = useState<readonly Product[]>([]);
  const all = productsOf(conversations.values());
  const found = productsWith(all, query);
  const toggle = (product: Product, on: boolean): void => choose(on ? [...chosen, product] : chosen.filter(({ key }) => key !== product.key));
  return (
    <Dialog title={t('card.product')} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.length > 0) onSend(chosen.map(({ card }) => card));
        }}
      >
        <Field label={t('card.search')} type="search" value={query} onValue={search} hint={t('card.several', { count: cardsMax })} />
        {found.length > 0 ? (
          <ul class="products">
            {found.map((product) => {
              const isChosen = chosen.some(({ key }) => key === product.key);
              return (
                <li key={product.key}>
                  <label>
                    <input
                      type="checkbox"
                      checked={isChosen}
                      disabled={!isChosen && chosen.length >= cardsMax}
                      onChange={({ currentTarget }) => toggle(product, currentTarget.checked)}
                    />
                    <ProductLine card={product.card} />
                  </label>
                </li>
              );
            })}
          </ul>
        ) : (
          <p class="products-none">{t(all.length > 0 ? 'card.notFound' : 'card.noProducts')}</p>
        )}
        <div class="form-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" icon="send" disabled={chosen.length === 0}>
            {chosen.length > 0 ? t('card.sendProducts', { count: chosen.length }) : t('send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function ProductLine({ card: { product } }: { card: Product['card'] }) {
  const { name, price, options, picture } = product;
  const words = cardWords();
  const more = [price ? words.money(price) : '', ...options].filter(Boolean);
  return (
    <span class="product-line">
      <Picture bytes={picture} />
      <span>
        <bdi class="product-name">{name}</bdi>
        <small>
          {more.map((text, at) => (
            <>
              {at > 0 && ' · '}
              <bdi>{text}</bdi>
            </>
          ))}
        </small>
      </span>
    </span>
  );
}
