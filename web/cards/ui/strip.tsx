// SPDX-License-Identifier: Apache-2.0
// Above the field: what the shopper has before them on the page, to be sent or put away.
import type { Card } from '@wire/wire';

import closeIcon from '../../../assets/icons/close.svg?strokes';
import { Sign } from '../../files/ui/sign';
import type { CardContext } from './context';
import { Picture } from './picture';

interface Props {
  card: Card;
  context: CardContext;
  onSend: () => void;
  onClose: () => void;
}

export function Strip({ card: { product, order, cart }, context: { words }, onSend, onClose }: Props) {
  const name = product?.name ?? (order ? words.say('order', { number: order.number }) : words.say('cart'));
  const price = product?.price ?? order?.total ?? cart?.total;
  return (
    <section class="card-strip" aria-label={words.say('offer')}>
      {product && <Picture bytes={product.picture} />}
      <p class="card-about">
        <span class="card-strip-name" dir="auto">
          {name}
        </span>
        {price && (
          <span class="card-note">
            <bdi>{words.money(price)}</bdi>
          </span>
        )}
      </p>
      <button type="button" class="card-button" onClick={onSend}>
        {words.say('sendThis')}
      </button>
      <button type="button" class="card-round" aria-label={words.say('notThis')} title={words.say('notThis')} onClick={onClose}>
        <Sign path={closeIcon} size={18} />
      </button>
    </section>
  );
}
