// SPDX-License-Identifier: Apache-2.0
// A page as its sender saw it. Nothing is fetched to show it.
import type { LinkCard } from '@wire/wire';

import { linkOf } from '../read';
import { Anchor } from './anchor';
import type { PartProps } from './context';
import { Picture } from './picture';

export function Link({ card, context }: PartProps<LinkCard>) {
  const { url, title, summary, picture } = card;
  // Where it really leads: its title may say anything.
  const host = new URL(linkOf(url, context.pageOrigin)?.href ?? url).host;
  return (
    <article class="card card-beside">
      <Picture bytes={picture} />
      <div class="card-about">
        <p class="card-name">
          <Anchor url={url} context={context} isWide>
            {title || host}
          </Anchor>
        </p>
        {summary && (
          <p class="card-summary" dir="auto">
            {summary}
          </p>
        )}
        <p class="card-note" dir="ltr">
          {host}
        </p>
      </div>
    </article>
  );
}
