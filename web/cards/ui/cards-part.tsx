// SPDX-License-Identifier: Apache-2.0
// The cards of one message: one by itself, several as a carousel.
import type { Card } from '@wire/wire';

import { CardPart } from './card';
import { Carousel } from './carousel';
import type { CardContext } from './context';

export function CardsPart({ cards, context }: { cards: Card[]; context: CardContext }) {
  const [only] = cards;
  if (cards.length > 1) return <Carousel cards={cards} context={context} />;
  return only ? <CardPart card={only} context={context} /> : null;
}
