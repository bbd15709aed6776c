// SPDX-License-Identifier: Apache-2.0
// A name that leads somewhere, where its card says where; else the name alone.
import type { ComponentChildren } from 'preact';

import { linkOf } from '../read';
import type { CardContext } from './context';

interface Props {
  url: string;
  context: CardContext;
  /** The whole card is its target. */
  isWide?: boolean;
  children: ComponentChildren;
}

export function Anchor({ url, context, isWide, children }: Props) {
  const target = linkOf(url, context.pageOrigin);
  if (!target) return <bdi>{children}</bdi>;
  const { href, isOwn } = target;
  const go = (event: Event): void => {
    event.preventDefault();
    context.follow?.(href);
  };
  return (
    <a class={isWide ? 'card-link wide' : 'card-link'} href={href} target="_blank" rel="noopener noreferrer nofollow" onClick={isOwn && context.follow ? go : undefined}>
      <bdi>{children}</bdi>
    </a>
  );
}
