// SPDX-License-Identifier: Apache-2.0
// Around a bubble: what it answers, reactions, and what may be done with the message.
import { deletion, reaction } from '../../changes/content';
import { mayChange, type Standing } from '../../changes/standing';
import { Actions } from '../../changes/ui/actions';
import { Quote, Reactions } from '../../changes/ui/parts';
import { bytesOfHex } from '../../bridge/bytes';
import { copy } from '../../words/copy';
import { useConsole, useDesk } from '../desk-context';
import { Icon } from '../parts/icon';
import { shopperName } from '../parts/shopper-name';
import { saidOf } from '../state/fold';
import type { Conversation, Row } from '../state/model';
import { sayChange } from '../text';
import { setNext } from './next-words';

interface Props {
  row: Row;
  standing: Standing | undefined;
  conversation: Conversation;
}

export function MessageTools({ row, standing, conversation }: Props) {
  const { live, belongings } = useConsole();
  if (row.seq === 0 || row.kind === 'placeholder' || standing?.isDeleted) return null;
  const { id } = conversation;
  const conv = bytesOfHex(id);
  const words = standing?.body ?? row.body;
  const isWords = row.content.length === 0 || standing?.answers !== undefined;
  const isOwn = mayChange(saidOf(row), Date.now());
  const toReply = (): void => document.getElementById('reply')?.focus();
  const react = (emoji: string, on: boolean): void => live.tell(id, reaction(conv, row.mid, emoji, on), '');
  const answer = (): void => {
    setNext(belongings, id, { kind: 'reply', row, words });
    toReply();
  };
  const edit = (): void => {
    setNext(belongings, id, { kind: 'edit', row, words });
    toReply();
  };
  return (
    <>
      <Actions
        say={sayChange}
        icon={<Icon name="more" size={18} />}
        own={standing?.reactions.flatMap(({ emoji, mine }) => (mine ? [emoji] : [])) ?? []}
        onReact={react}
        onReply={answer}
        onCopy={isWords ? () => void copy(words) : undefined}
        onEdit={isWords && isOwn ? edit : undefined}
        onDelete={isOwn ? () => live.tell(id, deletion(conv, row.mid), '') : undefined}
      />
      {standing && <Reactions say={sayChange} reactions={standing.reactions} onReact={react} />}
    </>
  );
}

export function Answered({ standing, conversation }: { standing: Standing; conversation: Conversation }) {
  const { live } = useConsole();
  const agents = useDesk((desk) => desk.agents);
  const { answers } = standing;
  if (!answers) return null;
  const target = conversation.rows.find(({ mid }) => mid === answers.mid);
  const now = conversation.standings.of.get(answers.mid);
  const name = target && (target.mine ? sayChange('you') : target.author === 'shopper' ? shopperName(conversation.id) : agents.get(target.agent ?? '')?.name);
  const words = now?.isDeleted ? sayChange('deleted') : (now?.body ?? target?.body ?? answers.quote);
  const show = (): void => live.desk.update((desk) => ({ ...desk, pointed: answers.mid }));
  return <Quote say={sayChange} name={name ?? ''} words={words} onShow={target && show} />;
}
