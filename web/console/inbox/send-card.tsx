// SPDX-License-Identifier: Apache-2.0
// Sending cards: the menu beside the reply, and the dialog that each of its items opens.
import { encodeContent, type Card } from '@wire/wire';
import { fallbackOf } from '../../cards/fallback';
import { useConsole } from '../desk-context';
import { Menu } from '../parts/menu';
import type { Id } from '../state/model';
import { t } from '../text';
import { CardForm } from './card-form';
import { cardWords } from './card-row';
import { ProductPicker } from './product-picker';
import { RepliesForm } from './replies-form';

const kinds = ['product', 'order', 'coupon', 'article', 'link', 'replies'] as const;

export type Making = (typeof kinds)[number];

export function CardMenu({ onMake }: { onMake: (kind: Making) => void }) {
  const items = kinds.map((kind) => ({ key: kind, label: t(`card.${kind}`), onChoose: () => onMake(kind) }));
  return <Menu items={items} name={t('card.send')} side="above" align="end" button={{ tone: 'quiet', icon: 'card', label: t('card.send'), tipSide: 'above' }} />;
}

export function CardDialog({ conv, kind, onClose }: { conv: Id; kind: Making; onClose: () => void }) {
  const send = useSendCards(conv);
  const give = (cards: Card[], body?: string, replies?: string[]): void => {
    send(cards, body, replies);
    onClose();
  };
  if (kind === 'product') return <ProductPicker onSend={give} onClose={onClose} />;
  if (kind === 'replies') return <RepliesForm onSend={(body, replies) => give([], body, replies)} onClose={onClose} />;
  return <CardForm kind={kind} onSend={(card) => give([card])} onClose={onClose} />;
}

/** `body`: what is written with them; without any the cards in words. */
export function useSendCards(conv: Id): (cards: Card[], body?: string, replies?: string[]) => void {
  const { live } = useConsole();
  return (cards, body = fallbackOf(cards, cardWords()), replies = []) => {
    live.sendCards(conv, encodeContent({ type: 'CardsContent', body, cards, replies }));
  };
}
