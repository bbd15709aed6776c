// SPDX-License-Identifier: Apache-2.0
// The side pane: what is known of the shopper at this moment, from the conversation itself. Below
// 1100 px it lies over the conversation.
import type { ComponentChildren } from 'preact';
import { useDesk } from '../desk-context';
import { useNow } from '../state/clock';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { AgentPicture, ShopperPicture } from '../parts/picture';
import { shopperName } from '../parts/shopper-name';
import type { Conversation, Page } from '../state/model';
import { t } from '../text';
import { fullTime, languageName, spokenDuration } from '../times';
import { keysOf } from './keys';
import { ProductsHere } from './products-here';

export function Details({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  return (
    <aside class="pane details" aria-label={t('details')}>
      <header class="details-head">
        <h2>{t('details')}</h2>
        <Button class="details-close" tone="quiet" icon="close" label={t('details.hide')} keys={keysOf('details') ?? ''} onClick={onClose} />
      </header>
      <div class="details-scroll">
        <div class="details-who">
          <ShopperPicture id={conversation.id} online={conversation.online} size={56} />
          <h3>{shopperName(conversation.id)}</h3>
          <p class={conversation.online ? 'presence on' : 'presence'}>
            {t(conversation.online ? 'talk.online' : 'talk.offline')}
          </p>
        </div>
        <PageCard page={conversation.page} />
        <ProductsHere conversation={conversation} />
        <Facts conversation={conversation} />
        <p class="details-note">
          <Icon name="lock" size={14} />
          <span>{t('details.sealed')}</span>
        </p>
      </div>
    </aside>
  );
}

function PageCard({ page }: { page: Page | undefined }) {
  if (!page?.url) {
    return (
      <section class="page-card none">
        <h4>{t('details.page')}</h4>
        <p>{t('details.noPage')}</p>
      </section>
    );
  }
  return (
    <section class="page-card">
      <h4>{t('details.page')}</h4>
      <a href={safeUrl(page.url)} target="_blank" rel="noopener noreferrer">
        <Icon name="link" />
        <span class="page-title">
          <bdi>{page.title || pathOf(page.url)}</bdi>
        </span>
        <span class="page-url" dir="ltr">
          {hostAndPath(page.url)}
        </span>
      </a>
    </section>
  );
}

function Facts({ conversation }: { conversation: Conversation }) {
  const assignee = useDesk((desk) => (conversation.assignee ? desk.agents.get(conversation.assignee) : undefined));
  const me = useDesk((desk) => desk.me.id);
  const locale = conversation.page?.locale;
  return (
    <dl class="facts">
      <Fact name={t('details.state')}>{t(conversation.open ? 'details.open' : 'details.closed')}</Fact>
      <Fact name={t('details.assignee')}>
        {assignee ? (
          <span class="fact-agent">
            <AgentPicture agent={assignee} size={20} />
            {assignee.id === me ? t('details.you', { name: assignee.name }) : assignee.name}
          </span>
        ) : (
          t('details.nobody')
        )}
      </Fact>
      {locale && <Fact name={t('details.language')}>{languageName(locale)}</Fact>}
      <Fact name={t('details.opened')}>{fullTime(conversation.openedAt)}</Fact>
      <Fact name={t('details.waiting')}>
        {conversation.waitingSince === 0 ? t('details.notWaiting') : <SpokenWait since={conversation.waitingSince} />}
      </Fact>
    </dl>
  );
}

function SpokenWait({ since }: { since: number }) {
  return <>{spokenDuration(useNow() - since)}</>;
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A shopper names its page: only web addresses may be followed. */
function safeUrl(url: string): string | undefined {
  return /^https?:\/\//iu.test(url) ? url : undefined;
}

function hostAndPath(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return host + (pathname === '/' ? '' : decodeURI(pathname));
  } catch {
    return url;
  }
}

function pathOf(url: string): string {
  return hostAndPath(url).replace(/^[^/]*/u, '') || hostAndPath(url);
}
