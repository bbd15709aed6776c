// SPDX-License-Identifier: Apache-2.0
// What somebody wrote, as text; web and mail addresses in it become links that open apart and carry
// nothing of this page along. Text never becomes markup.
import type { ComponentChildren } from 'preact';

const address = /(https?:\/\/[^\s<>"'）】」]+[^\s<>"'.,;:!?)\]}）】」。，！？；：])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/gu;

export function Words({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    const [whole, url] = found;
    parts.push(text.slice(from, found.index));
    parts.push(
      <a href={url ?? `mailto:${whole}`} target="_blank" rel="noopener noreferrer nofollow">
        {whole}
      </a>,
    );
    from = found.index + whole.length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
