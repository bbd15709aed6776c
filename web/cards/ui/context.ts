// SPDX-License-Identifier: Apache-2.0
// What the parts for cards are given by the page that they stand on, panel or console.
import type { CardWords } from '../words';

export interface CardContext {
  words: CardWords;
  /** That of the shop's page, where it is known: its addresses are followed by the page itself. */
  pageOrigin?: string;
  follow?: (href: string) => void;
}

export interface PartProps<Card> {
  card: Card;
  context: CardContext;
}
