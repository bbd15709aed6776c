// SPDX-License-Identifier: Apache-2.0
// While an agent answers or edits one message, the next words of the reply go there: which message,
// kept for each conversation, and the line above the field that says so.
import { edit, reply } from '../../changes/content';
import { mayChange } from '../../changes/standing';
import { NextWords } from '../../changes/ui/parts';
import { bytesOfHex } from '../../bridge/bytes';
import { useDesk } from '../desk-context';
import { Icon } from '../parts/icon';
import { shopperName } from '../parts/shopper-name';
import { withDraft } from '../session/belongings';
import type { Belongings, Live } from '../session/live';
import { saidOf } from '../state/fold';
import type { Conversation, Id, Row } from '../state/model';
import { Store, useStore } from '../state/store';
import { sayChange, t } from '../text';

export interface Next {
  kind: 'reply' | 'edit';
  row: Row;
  /** Of that message. */
  words: string;
  /** Of an edit: what stood in the field, and comes back there. */
  aside?: string;
}

const nexts = new Store<ReadonlyMap<Id, Next>>(new Map());

export function useNext(conv: Id): Next | undefined {
  return useStore(nexts, (all) => all.get(conv));
}

/** Nothing: the next words are a message again. Words that stood aside for an edit come back. */
export function setNext(belongings: Store<Belongings>, conv: Id, next: Omit<Next, 'aside'> | undefined): void {
  const draft = belongings.get().drafts[conv] ?? '';
  const aside = nexts.get().get(conv)?.aside ?? draft;
  const begun = next?.kind === 'edit' ? next.words : aside;
  belongings.update((value) => ({ ...value, drafts: withDraft(value.drafts, conv, begun) }));
  nexts.update((all) => {
    const changed = new Map(all);
    if (next) changed.set(conv, next.kind === 'edit' ? { ...next, aside } : next);
    else changed.delete(conv);
    return changed;
  });
}

/** False: it is too late to edit this message, and the words stay. */
export function sendNext(live: Live, conv: Id, next: Next, words: string): boolean {
  const id = bytesOfHex(conv);
  if (next.kind === 'reply') live.tell(conv, reply(id, next.row.mid, next.words, words), words);
  else if (!mayChange(saidOf(next.row), Date.now())) return false;
  else if (words !== next.words) live.tell(conv, edit(id, next.row.mid, words), words);
  return true;
}

export function NextLine({ conversation, next, onCancel }: { conversation: Conversation; next: Next; onCancel: () => void }) {
  const { row } = next;
  const agent = useDesk((desk) => (row.agent ? desk.agents.get(row.agent)?.name : undefined));
  const name = row.mine ? sayChange('you') : row.author === 'shopper' ? shopperName(conversation.id) : (agent ?? t('event.someone'));
  const title = next.kind === 'edit' ? sayChange('editing') : sayChange('replyTo', { name });
  return <NextWords say={sayChange} title={title} words={next.words} icon={<Icon name="close" />} onCancel={onCancel} />;
}
