// SPDX-License-Identifier: Apache-2.0
// Search over everything that this device keeps, without the relay. The field says nothing while one
// types; after a pause the results and their number stand below it, newest first. Arrows move among
// them with the focus in the field, Enter opens the conversation at that message.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { foundRowsMax, queryBytesMax } from '@wire/limits';
import { useConsole, useDesk } from '../desk-context';
import { Icon } from '../parts/icon';
import { Keys } from '../parts/button';
import { ShopperPicture } from '../parts/picture';
import { shopperName } from '../parts/shopper-name';
import { cutAround, fitting } from '../state/found';
import type { Found, Id, PlacedRow } from '../state/model';
import { t } from '../text';
import { fullTime, shortTime } from '../times';
import { keysOf } from './keys';
import { RowSkeletons } from './list-row';

/** A pause in typing this long, and it is looked for. */
const pauseMs = 180;

export type OpenAt = (conv: Id, mid: Id) => void;

export interface Search {
  query: string;
  setQuery: (query: string) => void;
  /** Undefined while it is being looked for. */
  found: Found | undefined;
  at: number;
  move: (at: number) => void;
}

export function useSearch(): Search {
  const { live } = useConsole();
  const [query, setQuery] = useState('');
  const [at, move] = useState(0);
  const wanted = fitting(query, queryBytesMax);
  // What arrives meanwhile is looked through as well.
  const conversations = useDesk((desk) => desk.conversations);
  const found = useDesk((desk) => desk.found);
  useEffect(() => {
    if (wanted === '') return;
    const timer = setTimeout(() => live.search(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted, conversations]);
  useEffect(() => move(0), [wanted]);
  return { query, setQuery, found: found?.query === wanted ? found : undefined, at, move };
}

export function SearchField({ search, onOpen }: { search: Search; onOpen: OpenAt }) {
  const { query, setQuery, found, at, move } = search;
  const field = useRef<HTMLInputElement>(null);
  const hits = found?.hits ?? [];
  const clear = (): void => {
    setQuery('');
    field.current?.focus();
  };
  const steer = (event: KeyboardEvent): void => {
    if (event.isComposing || event.altKey || query === '') return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hit = hits[at];
    if (step && hits.length > 0) move((at + step + hits.length) % hits.length);
    else if (event.key === 'Enter' && hit) onOpen(hit.conv, hit.row.mid);
    else if (event.key === 'Escape') clear();
    else return;
    event.preventDefault();
  };
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        type="text"
        inputMode="search"
        enterKeyHint="search"
        role="combobox"
        aria-label={t('search')}
        aria-keyshortcuts={keysOf('search')}
        aria-autocomplete="list"
        aria-expanded={hits.length > 0}
        aria-controls={hits.length > 0 ? 'found' : undefined}
        aria-activedescendant={hits.length > 0 ? `found-${at}` : undefined}
        placeholder={t('search.placeholder')}
        autocomplete="off"
        spellcheck={false}
        dir={query === '' ? undefined : 'auto'}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={steer}
      />
      {query === '' ? (
        <Keys keys={keysOf('search') ?? ''} />
      ) : (
        <button type="button" class="search-clear" aria-label={t('search.clear')} onClick={clear}>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}

export function Results({ search, onOpen }: { search: Search; onOpen: OpenAt }) {
  const { found, at } = search;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div class="results">
      <p class="results-count" role="status">
        {found && countWords(found.hits.length)}
      </p>
      {!found && <RowSkeletons name={t('search.busy')} />}
      {found?.hits.length === 0 && <NothingFound />}
      {found && found.hits.length > 0 && (
        <div class="hits" role="listbox" id="found" aria-label={t('search.results')} ref={list}>
          {found.hits.map((hit, index) => (
            <HitOption key={hit.row.mid} hit={hit} query={found.query} index={index} selected={index === at} onOpen={onOpen} />
          ))}
        </div>
      )}
    </div>
  );
}

function countWords(count: number): string {
  if (count === 0) return t('search.none');
  return count < foundRowsMax ? t('search.count', { count }) : t('search.most', { count });
}

function HitOption(props: { hit: PlacedRow; query: string; index: number; selected: boolean; onOpen: OpenAt }) {
  const { conv, row } = props.hit;
  const looking = useDesk((desk) => desk.pointed === row.mid);
  const cut = cutAround(row.body, props.query);
  return (
    <div
      role="option"
      id={`found-${props.index}`}
      class={['row', 'hit', looking ? 'current' : ''].filter(Boolean).join(' ')}
      aria-selected={props.selected}
      onClick={() => props.onOpen(conv, row.mid)}
    >
      <ShopperPicture id={conv} />
      <span class="row-name">
        <span class="name">{shopperName(conv)}</span>
      </span>
      <time class="when" dateTime={new Date(row.at).toISOString()} title={fullTime(row.at)}>
        {shortTime(row.at)}
      </time>
      <span class="hit-line">
        {row.author !== 'shopper' && <span class="who">{row.mine ? t('row.you') : t('row.team')} </span>}
        <bdi>
          {cut.before}
          <mark>{cut.hit}</mark>
          {cut.after}
        </bdi>
      </span>
    </div>
  );
}

function NothingFound() {
  return (
    <div class="empty-list">
      <span class="empty-sign" aria-hidden="true">
        <Icon name="search" size={22} />
      </span>
      <p>{t('search.noneHow')}</p>
    </div>
  );
}
