// SPDX-License-Identifier: Apache-2.0
// The middle pane: who this is, what can be done with the conversation, its transcript, the reply.
import { useEffect } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import { tell } from '../parts/toasts';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { Menu } from '../parts/menu';
import { AgentPicture, ShopperPicture } from '../parts/picture';
import { shopperName } from '../parts/shopper-name';
import type { Agent, Conversation as Talk, Id } from '../state/model';
import { t } from '../text';
import { useLookedAt } from './focus';
import { keysOf } from './keys';
import { Waiting } from './list-row';
import { PictureViewer } from './file-row';
import { Reply } from './reply';
import { Transcript } from './transcript';

export interface ConversationProps {
  conversation: Talk;
  onBack: () => void;
  detailsOpen: boolean;
  onDetails: () => void;
  transferring: boolean;
  onTransferring: (open: boolean) => void;
}

export function Conversation(props: ConversationProps) {
  const { conversation } = props;
  const { live } = useConsole();
  const looked = useLookedAt();
  useEffect(() => live.look(conversation.id, looked), [conversation.id, looked]);
  return (
    <main class="pane talk" aria-label={t('talk.pane', { name: shopperName(conversation.id) })}>
      <Head {...props} />
      {conversation.forked && (
        <p class="strip danger" role="alert">
          <Icon name="alert" />
          {t('talk.forked')}
        </p>
      )}
      <PictureViewer conversation={conversation} />
      <Transcript key={conversation.id} conversation={conversation} looked={looked} />
      {conversation.open ? (
        <Reply key={`reply ${conversation.id}`} conversation={conversation} />
      ) : (
        <Closed conversation={conversation} />
      )}
    </main>
  );
}

function Head(props: ConversationProps) {
  const { conversation } = props;
  return (
    <header class="talk-head">
      <Button class="back" tone="quiet" icon="chevron-start" label={t('talk.back')} shortcut="Escape" keys="Escape" onClick={props.onBack} />
      <ShopperPicture id={conversation.id} online={conversation.online} />
      <div class="talk-who">
        <h2>{shopperName(conversation.id)}</h2>
        <p>
          <span class={conversation.online ? 'online' : ''}>
            {t(conversation.online ? 'talk.online' : 'talk.offline')}
          </span>
          {conversation.waitingSince !== 0 && <Waiting since={conversation.waitingSince} />}
        </p>
      </div>
      <div class="talk-actions">
        <Assigning {...props} />
        {conversation.open && <Close conversation={conversation} />}
        <Button
          class="details-button"
          tone="quiet"
          icon="side-pane"
          label={t('details')}
          keys={keysOf('details') ?? ''}
          pressed={props.detailsOpen}
          onClick={props.onDetails}
        />
        <More />
      </div>
    </header>
  );
}

function More() {
  const { dialog } = useConsole();
  return (
    <Menu
      name={t('talk.more')}
      align="end"
      button={{ tone: 'quiet', icon: 'more', label: t('talk.more') }}
      items={[{ key: 'erase', label: t('erase.menu'), icon: 'trash', danger: true, onChoose: () => dialog.set('erase') }]}
    />
  );
}

function Close({ conversation }: { conversation: Talk }) {
  const { live } = useConsole();
  return (
    <Button icon="check" label={t('talk.close')} keys={keysOf('close') ?? ''} onClick={() => closeWithUndo(live, conversation.id)}>
      {t('talk.close')}
    </Button>
  );
}

/** Closing happens at once; for a while one key takes it back. */
export function closeWithUndo(live: ReturnType<typeof useConsole>['live'], conv: Id): void {
  live.close(conv);
  tell(t('talk.closedToast', { name: shopperName(conv) }), { label: t('undo'), run: () => live.reopen(conv) });
}

function Assigning({ conversation, transferring, onTransferring }: ConversationProps) {
  const { live } = useConsole();
  const me = useDesk((desk) => desk.me);
  const agents = useDesk((desk) => desk.agents);
  if (!conversation.open) return null;
  const assign = (agent: Pick<Agent, 'id' | 'name'>): void => {
    const before = conversation.assignee;
    live.assign(conversation.id, agent.id);
    const undo = before ? { label: t('undo'), run: () => live.assign(conversation.id, before) } : undefined;
    tell(agent.id === me.id ? t('talk.yours') : t('talk.transferred', { name: agent.name }), undo);
  };
  return (
    <>
      {conversation.assignee !== me.id && (
        <Button keys={keysOf('assign') ?? ''} onClick={() => assign(me)}>
          {t('talk.assign')}
        </Button>
      )}
      <Menu
        name={t('talk.transferTo')}
        align="end"
        opened={transferring}
        onOpened={onTransferring}
        button={{ icon: 'transfer', label: t('talk.transfer'), children: t('talk.transfer'), keys: keysOf('transfer') ?? '' }}
        items={colleagues(agents, me.id).map((agent) => ({
          key: agent.id,
          label: agent.name,
          note: t(`presence.${agent.state}`),
          picture: <AgentPicture agent={agent} size={24} state={agent.state} />,
          ...(agent.id === conversation.assignee ? { checked: true } : {}),
          onChoose: () => assign(agent),
        }))}
      />
    </>
  );
}

/** Those who can answer now come first; oneself has a button of its own. */
function colleagues(agents: ReadonlyMap<Id, Agent>, me: Id): Agent[] {
  const rank = { available: 0, away: 1, offline: 2 };
  return [...agents.values()]
    .filter((agent) => agent.id !== me)
    .sort((a, b) => rank[a.state] - rank[b.state] || a.name.localeCompare(b.name));
}

function Closed({ conversation }: { conversation: Talk }) {
  const { live } = useConsole();
  return (
    <footer class="reply closed">
      <p>{t('talk.closed')}</p>
      <Button tone="primary" icon="reopen" onClick={() => live.reopen(conversation.id)}>
        {t('talk.reopen')}
      </Button>
    </footer>
  );
}
