// SPDX-License-Identifier: Apache-2.0
// What a row says of another message: read from its content, and made for a Session to send
// (docs/protocol.md §6, "Changes"). A content of any other kind is nothing to do with it.
import type { Event } from '@wire/boundary';
import { quoteBytesMax } from '@wire/limits';
import { encodeContent, encodeEventPub, type DeleteContent, type EditContent, type ReactionContent, type ReplyContent } from '@wire/wire';

import { bytesOfHex } from '../bridge/bytes';
import { contentOf } from '../bridge/content';

export type Change = ReactionContent | EditContent | DeleteContent;

const eventRow = 2;
const changed = 6;

export function changeIn(content: Uint8Array): Change | undefined {
  const made = contentOf(content);
  return made?.type === 'ReactionContent' || made?.type === 'EditContent' || made?.type === 'DeleteContent' ? made : undefined;
}

export function replyIn(content: Uint8Array): ReplyContent | undefined {
  const made = contentOf(content);
  return made?.type === 'ReplyContent' ? made : undefined;
}

/** `mid`: of the message, hex. */
export function reaction(conv: Uint8Array, mid: string, emoji: string, on: boolean): Event {
  return written(conv, { type: 'ReactionContent', note: '', to: bytesOfHex(mid), emoji, on });
}

export function edit(conv: Uint8Array, mid: string, body: string): Event {
  return written(conv, { type: 'EditContent', note: '', to: bytesOfHex(mid), body });
}

export function deletion(conv: Uint8Array, mid: string): Event {
  return written(conv, { type: 'DeleteContent', note: '', to: bytesOfHex(mid) });
}

/** `said`: the words that are answered; as much of them goes along as fits. */
export function reply(conv: Uint8Array, mid: string, said: string, body: string): Event {
  const content = encodeContent({ type: 'ReplyContent', body, to: bytesOfHex(mid), quote: cutShort(said) });
  return { type: 'Share', conv, content, files: [] };
}

function written(conv: Uint8Array, change: Change): Event {
  return { type: 'WriteRow', conv, rowType: eventRow, pub: encodeEventPub({ kind: changed, agent: null }), content: encodeContent(change) };
}

// A character takes at most four bytes.
function cutShort(words: string): string {
  return [...words].slice(0, Math.floor(quoteBytesMax / 4)).join('');
}
