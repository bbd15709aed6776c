// SPDX-License-Identifier: Apache-2.0
// What somebody wrote, as elements and text nodes: marks (markup.ts) and links that open apart and
// carry nothing of this page along. `follow` takes an address of the shop itself, where one can.
import type { ComponentChildren } from 'preact';

import { blocksOf, type Block, type Inline } from './markup';

export interface WrittenProps {
  body: string;
  pageOrigin?: string;
  follow?: (href: string) => void;
}

export function Written({ body, pageOrigin, follow }: WrittenProps) {
  return <>{blocksOf(body, pageOrigin).map((block) => blockNode(block, follow))}</>;
}

function blockNode(block: Block, follow: WrittenProps['follow']) {
  const nodes = (inner: Inline[]): ComponentChildren => inner.map((one) => inlineNode(one, follow));
  if (block.kind === 'code') {
    return (
      <pre dir="ltr">
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === 'list') {
    const items = block.items.map((inner) => <li>{nodes(inner)}</li>);
    return block.first === undefined ? <ul dir="auto">{items}</ul> : <ol dir="auto" start={block.first}>{items}</ol>;
  }
  return block.kind === 'quote' ? <blockquote dir="auto">{nodes(block.inner)}</blockquote> : <p dir="auto">{nodes(block.inner)}</p>;
}

function inlineNode(one: Inline, follow: WrittenProps['follow']): ComponentChildren {
  if (typeof one === 'string') return one;
  if (one.kind === 'code') return <code>{one.text}</code>;
  if (one.kind === 'link') {
    const { href, text, isOwn } = one;
    const go = (event: Event): void => {
      event.preventDefault();
      follow?.(href);
    };
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow" onClick={isOwn && follow ? go : undefined}>
        {text}
      </a>
    );
  }
  const inner = one.inner.map((part) => inlineNode(part, follow));
  return one.kind === 'bold' ? <strong>{inner}</strong> : <em>{inner}</em>;
}
