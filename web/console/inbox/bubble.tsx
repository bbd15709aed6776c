// SPDX-License-Identifier: Apache-2.0
// A group of one author's bubbles: the name once, the time at the end, the status word under the
// last own message alone; what was not sent keeps its own words and buttons.
import type { Standing } from '../../changes/standing';
import { Written } from '../../words/written';
import { useConsole, useDesk } from '../desk-context';
import { Icon } from '../parts/icon';
import { AgentPicture, ShopperPicture } from '../parts/picture';
import { shopperName } from '../parts/shopper-name';
import type { Group } from '../state/groups';
import type { Conversation, Row } from '../state/model';
import { type Key, sayChange, t, timesNow } from '../text';
import { CardsBubble } from './card-row';
import { FileBubble } from './file-row';
import { NotSent } from './not-sent';
import { Answered, MessageTools } from './speech';

export function BubbleGroup(props: { group: Group; rows: readonly Row[]; conversation: Conversation }) {
  const { group, conversation } = props;
  const last = group.rows[group.rows.length - 1];
  if (!last) return null;
  const lastOwn = lastOwnOf(props.rows);
  return (
    <div class={`group ${group.side}`}>
      <GroupPicture row={last} conversation={conversation} />
      <div class="bubbles">
        <GroupName row={last} conversation={conversation} />
        {group.rows.map((row, index) => (
          <Bubble
            key={row.mid}
            row={row}
            conversation={conversation}
            place={placeOf(index, group.rows.length)}
          />
        ))}
        <p class="foot">
          <time dateTime={new Date(last.at).toISOString()}>{timesNow().time(last.at)}</time>
          {lastOwn && group.rows.includes(lastOwn) && lastOwn.status !== 'failed' && <StatusWord row={lastOwn} />}
        </p>
      </div>
    </div>
  );
}

function GroupPicture({ row, conversation }: { row: Row; conversation: Conversation }) {
  const agent = useDesk((desk) => (row.agent ? desk.agents.get(row.agent) : undefined));
  if (row.author === 'shopper') return <ShopperPicture id={conversation.id} size={28} />;
  return <AgentPicture agent={agent ?? { id: row.agent ?? '00000000', name: t('event.someone'), picture: '' }} size={28} />;
}

function GroupName({ row, conversation }: { row: Row; conversation: Conversation }) {
  const agent = useDesk((desk) => (row.agent ? desk.agents.get(row.agent) : undefined));
  if (row.mine) return <span class="quietly">{t('row.you')}</span>;
  const name = row.author === 'shopper' ? shopperName(conversation.id) : (agent?.name ?? t('event.someone'));
  return <p class={row.author === 'shopper' ? 'quietly' : 'group-name'}>{row.author === 'bot' ? t('talk.bot', { name }) : name}</p>;
}

function placeOf(index: number, length: number): string {
  if (length === 1) return 'only';
  if (index === 0) return 'first';
  return index === length - 1 ? 'last' : 'middle';
}

function lastOwnOf(rows: readonly Row[]): Row | undefined {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row?.mine && row.kind !== 'placeholder') return row;
  }
  return undefined;
}

const placeholderWords: Record<number, Key> = {
  1: 'placeholder.signature',
  2: 'placeholder.certificate',
  3: 'placeholder.key',
  4: 'placeholder.ciphertext',
  5: 'placeholder.content',
  6: 'placeholder.malformed',
};

function Bubble({ row, conversation, place }: { row: Row; conversation: Conversation; place: string }) {
  const { live } = useConsole();
  const seq = row.seq || undefined;
  const pointed = useDesk((desk) => desk.pointed === row.mid);
  if (row.kind === 'placeholder') {
    return (
      <div class={`bubble placeholder ${place}`} data-seq={seq}>
        <Icon name="alert" />
        <span>{t(placeholderWords[row.reason] ?? 'placeholder.content')}</span>
      </div>
    );
  }
  const standing = conversation.standings.of.get(row.mid);
  const waits = row.status === 'queued' || row.status === 'sending';
  return (
    <div class="speech">
      <div
        class={['bubble', (row.file || row.cards) && !standing?.isDeleted ? 'with-file' : 'written', place, waits ? 'waits' : '', row.status === 'failed' ? 'failed' : '', pointed ? 'pointed' : ''].filter(Boolean).join(' ')}
        data-seq={seq}
        data-mid={row.mid}
        dir={row.cards ? undefined : 'auto'}
        tabIndex={pointed ? -1 : undefined}
        onBlur={pointed ? () => live.desk.update((desk) => ({ ...desk, pointed: undefined })) : undefined}
      >
        <Content row={row} standing={standing} conversation={conversation} />
      </div>
      <MessageTools row={row} standing={standing} conversation={conversation} />
      {row.status === 'failed' && <NotSent row={row} conversation={conversation} />}
    </div>
  );
}

function Content({ row, standing, conversation }: { row: Row; standing: Standing | undefined; conversation: Conversation }) {
  if (standing?.isDeleted) return <p class="deleted-words">{sayChange('deleted')}</p>;
  if (row.file) return <FileBubble row={row} file={row.file} conversation={conversation} />;
  if (row.cards) return <CardsBubble cards={row.cards} />;
  return (
    <>
      {standing && <Answered standing={standing} conversation={conversation} />}
      <Written body={standing?.body ?? row.body} />
      {standing?.isEdited && <span class="edited">{sayChange('edited')}</span>}
    </>
  );
}

function StatusWord({ row }: { row: Row }) {
  if (row.status === 'none') return null;
  return (
    <span class={`status ${row.status}`}>
      <StatusMark status={row.status} />
      {t(`status.${row.status}`)}
    </span>
  );
}

function StatusMark({ status }: { status: Row['status'] }) {
  if (status === 'queued' || status === 'sending') return <Icon name="clock" size={13} />;
  if (status === 'failed') return <Icon name="alert" size={13} />;
  return <Icon name={status === 'sent' ? 'check' : 'check-double'} size={14} />;
}
