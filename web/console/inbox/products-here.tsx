// SPDX-License-Identifier: Apache-2.0
// In the details: the products that this conversation is about, each to be sent again.
import { Button } from '../parts/button';
import type { Conversation } from '../state/model';
import { productsOf } from '../state/products';
import { t } from '../text';
import { ProductLine } from './product-picker';
import { useSendCards } from './send-card';

export function ProductsHere({ conversation }: { conversation: Conversation }) {
  const send = useSendCards(conversation.id);
  const products = productsOf([conversation]);
  if (products.length === 0) return null;
  return (
    <section class="products-here">
      <h4>{t('card.inConversation')}</h4>
      <ul class="products">
        {products.map(({ key, card }) => (
          <li key={key}>
            <ProductLine card={card} />
            {conversation.open && <Button tone="quiet" icon="send" label={t('card.again', { name: card.product.name })} onClick={() => send([card])} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
