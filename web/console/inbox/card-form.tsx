// SPDX-License-Identifier: Apache-2.0
// A card as an agent writes it: an order, a coupon, a help article, a link. Nothing is fetched; what
// is wrong is said at its field.
import { useState } from 'preact/hooks';
import type { Card } from '@wire/wire';
import { cardOf, OfferError, orderStatusNames, type CardKind, type OfferProblem } from '../../cards/offer';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Field, Select, type FieldProps } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import { t, type Key } from '../text';
import { cardWords } from './card-row';

type FormKind = Exclude<CardKind, 'product' | 'cart'>;

interface FormField extends Pick<FieldProps, 'type' | 'dir' | 'rows'> {
  name: string;
  label: Key;
}

const url: FormField = { name: 'url', label: 'card.url', type: 'url', dir: 'ltr' };
const title: FormField = { name: 'title', label: 'card.title' };
const summary: FormField = { name: 'summary', label: 'card.summary', rows: 3 };

const fieldsOf: Record<FormKind, readonly FormField[]> = {
  order: [
    { name: 'number', label: 'card.number' },
    { name: 'total', label: 'card.total', dir: 'ltr' },
    { name: 'currency', label: 'card.currency', dir: 'ltr' },
    { name: 'tracking', label: 'card.tracking' },
    { name: 'trackingUrl', label: 'card.trackingUrl', type: 'url', dir: 'ltr' },
    url,
  ],
  coupon: [
    { name: 'code', label: 'card.code', dir: 'ltr' },
    { name: 'title', label: 'card.gives' },
    { name: 'until', label: 'card.until', type: 'date' },
  ],
  article: [title, summary, url],
  link: [url, title, summary],
};

const wrongWords: Partial<Record<OfferProblem, Key>> = {
  missing: 'card.wrong.missing',
  long: 'card.wrong.long',
  money: 'card.wrong.money',
  currency: 'card.wrong.currency',
  address: 'card.wrong.address',
  time: 'card.wrong.time',
};

export function CardForm({ kind, onSend, onClose }: { kind: FormKind; onSend: (card: Card) => void; onClose: () => void }) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [wrong, setWrong] = useState<OfferError>();
  const doing = useDoing();
  const set = (name: string, value: string): void => setValues({ ...values, [name]: value });
  const send = (): void => {
    try {
      onSend(cardOf(kind, given(kind, values)));
    } catch (error) {
      if (!(error instanceof OfferError)) throw error;
      setWrong(error);
    }
  };
  return (
    <Dialog title={t(`card.${kind}`)} onClose={onClose}>
      <Form doing={doing} onSubmit={send}>
        {fieldsOf[kind].map(({ name, label, ...how }) => (
          <Field
            key={name}
            {...how}
            label={t(label)}
            value={values[name] ?? ''}
            onValue={(value) => set(name, value)}
            error={wrong?.field === name ? t(wrongWords[wrong.problem] ?? 'card.wrong.missing') : undefined}
          />
        ))}
        {kind === 'order' && <Status value={values['status'] ?? ''} onValue={(value) => set('status', value)} />}
        {kind === 'link' && <p class="products-none">{t('card.typed')}</p>}
        <div class="form-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" icon="send">
            {t('send')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function Status({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const words = cardWords();
  const names: readonly string[] = orderStatusNames;
  const options = names.map((_, at) => ({ value: at, label: words.status(at) || t('card.statusNone') }));
  return <Select label={t('card.status')} value={Math.max(0, names.indexOf(value))} options={options} onValue={(at) => onValue(names[at] ?? '')} />;
}

// A coupon is good until its day is over where the agent is.
function given(kind: FormKind, values: Record<string, string>): Record<string, string> {
  const { until } = values;
  return kind === 'coupon' && until ? { ...values, until: `${until}T23:59:59` } : values;
}
