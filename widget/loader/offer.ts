// SPDX-License-Identifier: Apache-2.0
// What the page has before the shopper, as a card for the panel: the loader's script that comes when
// the chat is open and something was said by Shopbell('product' | 'cart' | 'order', {...}). A mistake
// in it is told in the page's console, and then nothing is offered.
import type { Post } from '../../web/bridge/pipe';
import { offerOf, type OfferKind } from '../../web/cards/offer';
import { smallPicture } from '../../web/cards/small-picture';
import type { DoorScript } from './script';

/** Method and value, as the page said them last. */
export type Said = [kind: OfferKind, value: unknown];
export type TakeOffer = (said: Said, post: Post) => Promise<void>;

let newest: Said | undefined;

const take: TakeOffer = async (said, post) => {
  newest = said;
  try {
    const offer = offerOf(...said, location.href);
    const picture = await smallPicture(offer?.picture ?? '');
    const product = offer?.card.product;
    // Something else may have been said meanwhile.
    if (said === newest) post('offer', offer && (product ? { ...offer.card, product: { ...product, picture } } : offer.card));
  } catch (error) {
    console.error((error as Error).message);
    post('offer');
  }
};

(document.currentScript as DoorScript<TakeOffer>).enter(take);
