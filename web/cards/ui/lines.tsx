// SPDX-License-Identifier: Apache-2.0
// The lines of an order or a cart, and what they come to. A long list is cut short: the page that the
// card leads to has the rest.
import type { CardLine, Money } from '@wire/wire';

import type { CardContext } from './context';

const linesShownMax = 4;

export function Lines({ lines, total, context }: { lines: CardLine[]; total: Money | null; context: CardContext }) {
  const { words } = context;
  const rest = lines.length - linesShownMax;
  // One more line says less than the line itself.
  const shown = rest > 1 ? lines.slice(0, linesShownMax) : lines;
  return (
    <>
      {shown.length > 0 && (
        <ul class="card-lines">
          {shown.map(({ name, quantity, price }) => (
            <li>
              <span class="card-count">{words.say('times', { count: quantity })}</span>
              <span class="card-what" dir="auto">
                {name}
              </span>
              {price && <bdi>{words.money(price)}</bdi>}
            </li>
          ))}
          {rest > 1 && <li class="card-note">{words.say('more', { count: rest })}</li>}
        </ul>
      )}
      {total && (
        <p class="card-total">
          <span>{words.say('sum')}</span>
          <bdi>{words.money(total)}</bdi>
        </p>
      )}
    </>
  );
}
