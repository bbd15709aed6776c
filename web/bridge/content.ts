// SPDX-License-Identifier: Apache-2.0
// A row's content, decoded once: what was said does not change, and rows are gone through at each
// news. What is broken or of a later version is undefined: the words that stand for it are shown.
import { decodeContent, type Content } from '@wire/wire';

const known = new WeakMap<Uint8Array, Content | undefined>();

/** Of RowView.content, which is empty for words and most events. */
export function contentOf(bytes: Uint8Array): Content | undefined {
  if (bytes.length === 0) return undefined;
  if (known.has(bytes)) return known.get(bytes);
  let content: Content | undefined;
  try {
    content = decodeContent(bytes);
  } catch {
    // Nothing to show of it.
  }
  known.set(bytes, content);
  return content;
}
