// SPDX-License-Identifier: Apache-2.0
// The left pane: the shop, the search, four tabs with their counts, the alarm for slow replies, and
// the list, in which what needs an answer first is first. While one searches the results stand in
// the place of the list.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import type { Conversation } from '../state/model';
import { countsOf, lateOf, listOf, type Tab, tabs } from '../state/order';
import { useNow } from '../state/clock';
import { useStore } from '../state/store';
import { type Key, t } from '../text';
import { Icon } from '../parts/icon';
import { Button, Keys } from '../parts/button';
import { Account } from './account';
import { EmptyList } from './empty';
import { keysOf, type Command } from './keys';
import { ListRow, type Open, RowSkeletons } from './list-row';
import { type OpenAt, Results, SearchField, useSearch } from './search';

/** A long list of closed conversations is drawn in parts. */
const drawnAtOnce = 200;

const tabWords: Record<Tab, Key> = { waiting: 'tab.waiting', mine: 'tab.mine', all: 'tab.all', closed: 'tab.closed' };
const tabCommands: Record<Tab, Command> = { waiting: 'tabWaiting', mine: 'tabMine', all: 'tabAll', closed: 'tabClosed' };

export function List({ onOpen, onOpenAt }: { onOpen: Open; onOpenAt: OpenAt }) {
  const { belongings } = useConsole();
  const tab = useStore(belongings, (value) => value.tab);
  const desk = useDesk((value) => value);
  const shown = listOf(desk, tab);
  const search = useSearch();
  return (
    <nav class="pane list-pane" aria-label={t('list.pane')}>
      <header class="shop-head">
        <span class="shop-mark" style={{ '--shop': desk.shop.accent }} aria-hidden="true">
          <Icon name="bell" size={18} />
        </span>
        <h1>{desk.shop.name}</h1>
      </header>
      <SearchField search={search} onOpen={onOpenAt} />
      {search.query.trim() === '' ? (
        <>
          <Tabs tab={tab} onTab={(next) => belongings.update((value) => ({ ...value, tab: next }))} />
          <Late onOpen={onOpen} />
          <div class="list-scroll" id="list" role="tabpanel" aria-label={t(tabWords[tab])}>
            {desk.listed || shown.length > 0 ? <Rows shown={shown} tab={tab} onOpen={onOpen} /> : <RowSkeletons name={t('list.loading')} />}
          </div>
        </>
      ) : (
        <div class="list-scroll">
          <Results search={search} onOpen={onOpenAt} />
        </div>
      )}
      <Account />
    </nav>
  );
}

function Rows({ shown, tab, onOpen }: { shown: Conversation[]; tab: Tab; onOpen: Open }) {
  const looking = useDesk((desk) => desk.looking);
  // One stop for the Tab key: the open conversation, or the first.
  const stop = shown.some(({ id }) => id === looking) ? looking : shown[0]?.id;
  const [limit, setLimit] = useState(drawnAtOnce);
  const list = useRef<HTMLUListElement>(null);
  useSteadyFocus(list);
  return (
    <>
      <ul class="rows" role="list" aria-label={t('list.name')} ref={list}>
        {shown.slice(0, limit).map((conversation) => (
          <ListRow
            key={conversation.id}
            conversation={conversation}
            current={conversation.id === looking}
            stop={conversation.id === stop}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {shown.length === 0 && <EmptyList tab={tab} />}
      {shown.length > limit && (
        <Button class="more-rows" tone="quiet" onClick={() => setLimit(limit + drawnAtOnce)}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}

/** A row that moves in the list would lose the focus on its way. */
function useSteadyFocus(list: { current: HTMLElement | null }): void {
  const focused = document.activeElement;
  const row = list.current?.contains(focused) ? (focused as HTMLElement) : undefined;
  useLayoutEffect(() => {
    if (row?.isConnected && document.activeElement !== row) row.focus({ preventScroll: true });
  });
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const counts = useDesk((desk) => desk);
  const numbers = countsOf(counts);
  const list = useRef<HTMLDivElement>(null);
  const turn = (event: KeyboardEvent): void => {
    const forward = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const step = event.key === forward ? 1 : ['ArrowLeft', 'ArrowRight'].includes(event.key) ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
    onTab(next);
    list.current?.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus();
    event.preventDefault();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('tabs.name')} ref={list} onKeyDown={turn}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          data-tab={name}
          aria-selected={name === tab}
          aria-controls="list"
          aria-keyshortcuts={keysOf(tabCommands[name])}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => onTab(name)}
        >
          <span>{t(tabWords[name])}</span>
          {name !== 'closed' && numbers[name] > 0 && <span class={`count ${name}`}>{numbers[name]}</span>}
          <span class="tip below" aria-hidden="true">
            <Keys keys={keysOf(tabCommands[name]) ?? ''} />
          </span>
        </button>
      ))}
    </div>
  );
}

/** One line for all who wait past the alarm; it leads to the one who waits longest. */
function Late({ onOpen }: { onOpen: Open }) {
  const desk = useDesk((value) => value);
  const late = lateOf(desk, useNow());
  const first = late[0];
  if (!first || (late.length === 1 && first.id === desk.looking)) return null;
  return (
    <button type="button" class="late" aria-keyshortcuts={keysOf('longest')} onClick={() => onOpen(first.id)}>
      <Icon name="bell-ring" />
      <span class="words" role="status">
        {t('late', { count: late.length })}
      </span>
      <span class="go">{t('late.go')}</span>
      <Keys keys={keysOf('longest') ?? ''} />
    </button>
  );
}
