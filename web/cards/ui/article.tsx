// SPDX-License-Identifier: Apache-2.0
// An answer of the shop's help pages.
import type { ArticleCard } from '@wire/wire';

import noteIcon from '../../../assets/icons/note.svg?strokes';
import { Sign } from '../../files/ui/sign';
import { Anchor } from './anchor';
import type { PartProps } from './context';

export function Article({ card, context }: PartProps<ArticleCard>) {
  return (
    <article class="card card-beside">
      <span class="card-sign">
        <Sign path={noteIcon} size={18} />
      </span>
      <div class="card-about">
        <p class="card-name">
          <Anchor url={card.url} context={context} isWide>
            {card.title}
          </Anchor>
        </p>
        {card.summary && (
          <p class="card-summary" dir="auto">
            {card.summary}
          </p>
        )}
      </div>
    </article>
  );
}
