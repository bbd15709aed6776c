// SPDX-License-Identifier: Apache-2.0
// An order: its number, how far it has come, what is in it, where its parcel is.
import type { OrderCard } from '@wire/wire';

import { linkOf } from '../read';
import { Anchor } from './anchor';
import type { PartProps } from './context';
import { Lines } from './lines';

/** From placed to delivered; what follows on these is no step on the way. */
const stepsMax = 5;

export function Order({ card, context }: PartProps<OrderCard>) {
  const { words, pageOrigin } = context;
  const { number, url, placedAt, status, lines, total, tracking, trackingUrl } = card;
  const isOver = status > stepsMax;
  const isTracked = linkOf(trackingUrl, pageOrigin) !== undefined;
  return (
    <article class="card">
      <header class="card-head">
        <p class="card-name">
          <Anchor url={url} context={context}>
            {words.say('order', { number })}
          </Anchor>
        </p>
        {words.status(status) && <span class={isOver ? 'card-status over' : 'card-status'}>{words.status(status)}</span>}
      </header>
      {placedAt > 0 && <p class="card-note">{words.say('placedOn', { date: words.date(placedAt) })}</p>}
      {status > 0 && !isOver && (
        <div class="card-way" aria-hidden="true">
          {Array.from({ length: stepsMax }, (_, step) => (
            <i class={step < status ? 'done' : ''} />
          ))}
        </div>
      )}
      <Lines lines={lines} total={total} context={context} />
      {(tracking || isTracked) && (
        <p class="card-note">
          {tracking && words.say('tracking', { code: `\u2068${tracking}\u2069` })}
          {tracking && isTracked && ' · '}
          {isTracked && (
            <Anchor url={trackingUrl} context={context}>
              {words.say('track')}
            </Anchor>
          )}
        </p>
      )}
    </article>
  );
}
