// SPDX-License-Identifier: Apache-2.0
// One conversation in the list: who, the last line, how long it has waited, how much is unread. The
// waiting time warms from neutral to amber to red, and says "late" in words as well.
import { plainWords } from '../../words/markup';
import type { Conversation, Id } from '../state/model';
import { useDesk } from '../desk-context';
import { useNow } from '../state/clock';
import { heatOf, lastAt } from '../state/order';
import { t } from '../text';
import { duration, shortTime, spokenDuration } from '../times';
import { Icon } from '../parts/icon';
import { AgentPicture, ShopperPicture } from '../parts/picture';
import { shopperName } from '../parts/shopper-name';
import { FileLine } from './file-line';

/** Where the focus goes: a hand on the mouse goes on writing, one on the keys goes on choosing. */
export type Open = (id: Id, focus?: 'reply' | 'stay') => void;

export function ListRow(props: { conversation: Conversation; current: boolean; stop: boolean; onOpen: Open }) {
  const { conversation, current } = props;
  const unread = conversation.unread > 0;
  return (
    <li>
      <button
        type="button"
        class={['row', unread ? 'unread' : '', current ? 'current' : ''].filter(Boolean).join(' ')}
        data-conversation={conversation.id}
        aria-current={current ? 'true' : undefined}
        tabIndex={props.stop ? 0 : -1}
        onClick={(event) => props.onOpen(conversation.id, event.detail > 0 ? 'reply' : 'stay')}
      >
        <ShopperPicture id={conversation.id} online={conversation.online} />
        <span class="row-name">
          <span class="name">{shopperName(conversation.id)}</span>
          {conversation.online && <span class="quietly">{t('row.online')}</span>}
        </span>
        <span class="row-when">
          {conversation.waitingSince !== 0 ? (
            <Waiting since={conversation.waitingSince} />
          ) : (
            <time class="when">{shortTime(lastAt(conversation))}</time>
          )}
        </span>
        <LastLine conversation={conversation} />
        <span class="row-marks">
          <Assignee id={conversation.assignee} />
          {unread && (
            <span class="badge">
              <span aria-hidden="true">{conversation.unread > 99 ? '99+' : conversation.unread}</span>
              <span class="quietly">{t('row.unread', { count: conversation.unread })}</span>
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

export function Waiting({ since }: { since: number }) {
  const now = useNow();
  const heat = heatOf(since, now);
  return (
    <span class={`waiting ${heat}`}>
      <Icon name={heat === 'late' ? 'bell-ring' : 'clock'} size={13} />
      <span aria-hidden="true">{duration(now - since)}</span>
      <span class="quietly">
        {t(heat === 'late' ? 'row.late' : 'row.waits', { time: spokenDuration(now - since) })}
      </span>
    </span>
  );
}

function LastLine({ conversation }: { conversation: Conversation }) {
  const { last, typing } = conversation;
  if (typing) return <span class="row-last typing">{t('row.typing')}</span>;
  if (!last) return <span class="row-last muted">{t('row.sealed')}</span>;
  const words = last.kind === 'placeholder' ? t('row.placeholder') : last.file ? <FileLine file={last.file} /> : plainWords(last.body);
  return (
    <span class="row-last">
      {last.author !== 'shopper' && <span class="who">{last.mine ? t('row.you') : t('row.team')} </span>}
      <span class="line" dir="auto">
        {words}
      </span>
      {last.status === 'failed' && <span class="failed"> {t('status.failed')}</span>}
    </span>
  );
}

function Assignee({ id }: { id: Id | undefined }) {
  const agent = useDesk((desk) => (id ? desk.agents.get(id) : undefined));
  const me = useDesk((desk) => desk.me.id);
  if (!agent || id === me) return null;
  return (
    <span class="assignee">
      <AgentPicture agent={agent} size={18} />
      <span class="quietly">{t('row.assigned', { name: agent.name })}</span>
    </span>
  );
}

export function RowSkeletons({ name }: { name: string }) {
  return (
    <div class="skeletons" aria-busy="true" aria-label={name} role="status">
      {[72, 54, 64, 48, 60].map((width) => (
        <span key={width} class="skeleton-row" aria-hidden="true">
          <i class="bone round" />
          <i class="bone" style={{ inlineSize: `${width - 20}%` }} />
          <i class="bone thin" style={{ inlineSize: `${width}%` }} />
        </span>
      ))}
    </div>
  );
}
