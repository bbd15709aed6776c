// SPDX-License-Identifier: Apache-2.0
// The signed-in console: three panes that fold, the keys that reach all of it, and the dialogs.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { type Console, ConsoleContext, useConsole, useDesk } from '../desk-context';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { Toasts, undoLast } from '../parts/toasts';
import type { Id } from '../state/model';
import { lateOf, listOf, type Tab } from '../state/order';
import { Dialogs } from '../dialogs';
import { attend } from './account';
import { Banners } from './banner';
import { closeWithUndo, Conversation } from './conversation';
import { Details } from './details';
import { NothingOpen } from './empty';
import { type Command, commandOf } from './keys';
import { List } from './list';
import { titleOf } from './notify';
import type { OpenAt } from './search';
import { t } from '../text';

export function Inbox({ console }: { console: Console }) {
  return (
    <ConsoleContext.Provider value={console}>
      <Panes />
      <Dialogs />
      <Toasts />
    </ConsoleContext.Provider>
  );
}

const wide = '(min-width: 1101px)';
const onePane = '(max-width: 760px)';

function Panes() {
  const { live } = useConsole();
  const desk = useDesk((value) => value);
  const [details, showDetails] = useState(() => matchMedia(wide).matches);
  const [transferring, setTransferring] = useState(false);
  const talk = desk.looking ? desk.conversations.get(desk.looking) : undefined;
  const open = useOpen();
  const openAt = useOpenAt();
  useEffect(() => {
    document.title = titleOf(desk);
  }, [desk]);
  const back = (): void => {
    const id = desk.looking;
    if (matchMedia(onePane).matches) open(undefined);
    focusRow(id);
  };
  useKeys({
    open,
    back,
    covered: details && !matchMedia(wide).matches,
    toggleDetails: () => showDetails(!details),
    transfer: () => setTransferring(true),
  });
  return (
    <div class={['console', talk ? 'talking' : '', talk && details ? 'detailed' : ''].filter(Boolean).join(' ')}>
      <Banners />
      <List onOpen={open} onOpenAt={openAt} />
      {talk?.erased ? (
        <Erased onBack={() => open(undefined)} />
      ) : talk ? (
        <Conversation
          conversation={talk}
          onBack={back}
          detailsOpen={details}
          onDetails={() => showDetails(!details)}
          transferring={transferring}
          onTransferring={setTransferring}
        />
      ) : (
        <NothingOpen />
      )}
      {talk && !talk.erased && details && <Details conversation={talk} onClose={() => showDetails(false)} />}
      <LookAway live={live} looking={talk !== undefined} />
    </div>
  );
}

/** No conversation on the screen is said as well, or the last one would stay followed. */
function LookAway({ live, looking }: { live: Console['live']; looking: boolean }) {
  useEffect(() => {
    if (!looking) live.look(undefined, false);
  }, [looking]);
  return null;
}

/** What was open has been deleted, here or by somebody else. */
function Erased({ onBack }: { onBack: () => void }) {
  return (
    <main class="pane erased" aria-label={t('nothing')}>
      <span class="nothing-sign" aria-hidden="true">
        <Icon name="trash" size={32} />
      </span>
      <p role="status">{t('talk.erased')}</p>
      <Button onClick={onBack}>{t('talk.back')}</Button>
    </main>
  );
}

type OpenOrClose = (id: Id | undefined, focus?: 'reply' | 'stay') => void;

function useOpen(): OpenOrClose {
  const { live, belongings } = useConsole();
  return (id, focus = 'reply') => {
    live.desk.update((desk) => ({ ...desk, looking: id, pointed: undefined }));
    belongings.update((value) => ({ ...value, looking: id }));
    if (id) requestAnimationFrame(() => focusTalk(focus));
  };
}

/** The transcript itself goes to the row and gives it the focus, once it is drawn. */
function useOpenAt(): OpenAt {
  const { live, belongings } = useConsole();
  return (id, mid) => {
    live.desk.update((desk) => ({ ...desk, looking: id, pointed: mid }));
    belongings.update((value) => ({ ...value, looking: id }));
  };
}

/** On one pane the row is gone, and the reply field would raise a phone's keyboard: the transcript it is. */
function focusTalk(focus: 'reply' | 'stay'): void {
  const target = matchMedia(onePane).matches ? '.log' : focus === 'reply' ? '#reply, .reply.closed button' : undefined;
  if (target) document.querySelector<HTMLElement>(target)?.focus();
}

interface Doings {
  open: OpenOrClose;
  back: () => void;
  /** The details lie over the conversation: Escape takes them away first. */
  covered: boolean;
  toggleDetails: () => void;
  transfer: () => void;
}

function useKeys(doings: Doings): void {
  const context = useConsole();
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || context.dialog.get()) return;
      const command = commandOf({
        key: event.key,
        code: event.code,
        altKey: event.altKey,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        isComposing: event.isComposing,
        typing: wantsKeys(event),
      });
      if (command && obey(command, context, doings)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}

/** Plain keys belong to the field or control that has the focus; Escape leaves a field. */
function wantsKeys(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement;
  if (event.key === 'Escape') return at.closest('[role=menu], dialog') !== null;
  if (at.closest('input, textarea, select, [role=menu], [role=tablist], dialog')) return true;
  const arrows = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  return arrows && at.closest('[role=log]') !== null;
}

const tabCommands: Partial<Record<Command, Tab>> = { tabWaiting: 'waiting', tabMine: 'mine', tabAll: 'all', tabClosed: 'closed' };

/** Carries a command out; false when it means nothing just now, and the browser may have the key. */
function obey(command: Command, { live, belongings, dialog }: Console, doings: Doings): boolean {
  const desk = live.desk.get();
  const talk = desk.looking ? desk.conversations.get(desk.looking) : undefined;
  const tab = tabCommands[command];
  if (tab) {
    belongings.update((value) => ({ ...value, tab }));
    return true;
  }
  switch (command) {
    case 'next':
      return moveFocus(1);
    case 'previous':
      return moveFocus(-1);
    case 'nextAnywhere':
    case 'previousAnywhere':
      return openBeside(command === 'nextAnywhere' ? 1 : -1, desk.looking, listOf(desk, belongings.get().tab), doings);
    case 'open':
      return false;
    case 'search':
      document.getElementById('search')?.focus();
      return true;
    case 'longest': {
      const first = lateOf(desk, Date.now())[0] ?? listOf(desk, 'waiting')[0];
      if (first) doings.open(first.id);
      return true;
    }
    case 'attend':
      attend(live, belongings, !belongings.get().away);
      return true;
    case 'undo':
      return undoLast();
    case 'help':
      dialog.set('keys');
      return true;
    default:
      return talk && !talk.erased ? obeyInTalk(command, talk.id, talk.open, live, desk.me.id, doings) : false;
  }
}

function obeyInTalk(command: Command, conv: Id, isOpen: boolean, live: Console['live'], me: Id, doings: Doings): boolean {
  switch (command) {
    case 'reply':
      document.getElementById('reply')?.focus();
      return true;
    case 'close':
      if (isOpen) closeWithUndo(live, conv);
      return true;
    case 'assign':
      if (isOpen) live.assign(conv, me);
      return true;
    case 'transfer':
      if (isOpen) doings.transfer();
      return true;
    case 'details':
      doings.toggleDetails();
      return true;
    case 'list':
      if (doings.covered) doings.toggleDetails();
      else doings.back();
      return true;
    default:
      return false;
  }
}

function rowButtons(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.rows .row')];
}

function focusRow(id: Id | undefined): void {
  // On one pane the list is drawn first.
  requestAnimationFrame(() => {
    const all = rowButtons();
    const row = all.find((one) => one.dataset['conversation'] === id) ?? all[0];
    (row ?? document.getElementById('search'))?.focus();
  });
}

function moveFocus(step: 1 | -1): boolean {
  const all = rowButtons();
  if (all.length === 0) return false;
  const focused = all.indexOf(document.activeElement as HTMLElement);
  const current = focused >= 0 ? focused : all.findIndex((row) => row.ariaCurrent === 'true');
  const next = current < 0 ? (step > 0 ? 0 : all.length - 1) : current + step;
  all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
  return true;
}

function openBeside(step: 1 | -1, looking: Id | undefined, shown: { id: Id }[], doings: Doings): boolean {
  const at = shown.findIndex(({ id }) => id === looking);
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step];
  if (next) doings.open(next.id);
  return true;
}
