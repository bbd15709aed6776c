// SPDX-License-Identifier: Apache-2.0
// The rows of one conversation. New rows never move what one reads: at the foot it follows, higher
// up it counts them on a button. Rows that were on the screen of somebody looking are read. A row
// that a search led to is brought into sight and gets the focus.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { shopperName } from '../parts/shopper-name';
import { blocksOf, type Block } from '../state/groups';
import type { Conversation, Row } from '../state/model';
import { sayChange, t, timesNow } from '../text';
import { BubbleGroup } from './bubble';
import { NotSent } from './not-sent';

const nearFootPx = 48;
/** Of a long history the newest part is drawn; a button brings the part before it. */
const rowsDrawnAtOnce = 200;
const rowsAbovePointed = 40;

export function Transcript({ conversation, looked }: { conversation: Conversation; looked: boolean }) {
  const { live } = useConsole();
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [missed, setMissed] = useState(0);
  const [away, setAway] = useState(false);
  const pointed = usePointed(conversation);
  const [asked, setLimit] = useState(rowsDrawnAtOnce);
  const limit = Math.max(asked, pointed.fromFoot + rowsAbovePointed);
  const drawn = useMemo(() => conversation.rows.filter((row) => !isSilent(row, conversation)), [conversation.rows]);
  const rows = useMemo(() => drawn.slice(-limit), [drawn, limit]);
  const unreadAfter = useUnreadMark(conversation);
  const offline = useDesk((desk) => desk.connection.state === 'offline' || desk.connection.state === 'refused');
  const blocks = useMemo(() => blocksOf(rows, unreadAfter), [rows, unreadAfter]);
  const counted = useRef(conversation.rows.length);
  const filled = useRef(false);
  const heightBefore = useRef(0);

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const fresh = conversation.rows.length - counted.current;
    counted.current = conversation.rows.length;
    if (heightBefore.current > 0) {
      // Earlier rows came in above: what one reads stays where it was.
      box.scrollTop += box.scrollHeight - heightBefore.current;
      heightBefore.current = 0;
      requestAnimationFrame(() => (box.style.overflowAnchor = ''));
      return;
    }
    if (!filled.current && rows.length > 0) {
      filled.current = true;
      follows.current = toFirstUnread(box);
      return;
    }
    const own = rows[rows.length - 1]?.mine === true && fresh > 0;
    if (follows.current || own) {
      box.scrollTop = box.scrollHeight;
      setMissed(0);
    } else if (fresh > 0) {
      setMissed((count) => count + fresh);
    }
  }, [rows]);

  useLayoutEffect(() => {
    const bubble = pointed.mid && log.current?.querySelector<HTMLElement>(`[data-mid="${pointed.mid}"]`);
    if (!bubble) return;
    follows.current = false;
    bubble.scrollIntoView({ block: 'center' });
    bubble.focus({ preventScroll: true });
  }, [pointed.mid, pointed.fromFoot > 0]);

  const notice = (): void => {
    const box = log.current;
    if (!box) return;
    const distance = box.scrollHeight - box.scrollTop - box.clientHeight;
    follows.current = distance < nearFootPx;
    setAway(distance > box.clientHeight / 2);
    if (follows.current) setMissed(0);
    if (looked) markSeen();
  };
  const markSeen = (): void => {
    const seq = log.current ? lowestVisible(log.current) : 0;
    if (seq > 0) live.seen(conversation.id, seq);
  };
  useEffect(() => {
    if (looked) markSeen();
  }, [looked, rows]);
  useFollowingOnResize(log, follows);

  const showEarlier = (): void => {
    if (!log.current) return;
    // The browser's own anchoring would move it a second time.
    log.current.style.overflowAnchor = 'none';
    heightBefore.current = log.current.scrollHeight;
    setLimit(limit + rowsDrawnAtOnce);
  };
  const toFoot = (): void => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
    setMissed(0);
  };
  return (
    <div class="transcript">
      <div
        class="log"
        role="log"
        aria-label={t('talk.log', { name: shopperName(conversation.id) })}
        aria-busy={!offline && !conversation.complete && rows.length === 0}
        tabIndex={0}
        ref={log}
        onScroll={notice}
      >
        {rows.length === 0 && !conversation.complete && (offline ? <p class="older">{t('talk.notHere')}</p> : <BubbleSkeletons />)}
        {drawn.length > rows.length ? (
          <p class="older">
            <Button tone="quiet" onClick={showEarlier}>
              {t('talk.earlier')}
            </Button>
          </p>
        ) : (
          <Sealed conversation={conversation} offline={offline} />
        )}
        {blocks.map((block) => (
          <BlockView key={block.key} block={block} rows={rows} conversation={conversation} />
        ))}
        {offline && rows.length > 0 && !conversation.complete && <p class="older">{t('talk.restLater')}</p>}
      </div>
      {(missed > 0 || away) && (
        <button type="button" class="to-foot" onClick={toFoot}>
          <Icon name="arrow-down" />
          {missed > 0 ? t('talk.missed', { count: missed }) : t('talk.toFoot')}
        </button>
      )}
    </div>
  );
}

// Shown by the message that it changes, unless its writer has to know that it did not.
function isSilent({ event, status, mine, mid }: Row, { standings }: Conversation): boolean {
  return event === 'changed' && status !== 'failed' && !(mine && standings.late.has(mid));
}

interface Pointed {
  mid: string | undefined;
  /** How many rows, counted from the foot, it takes to show it; 0 while it is not here. */
  fromFoot: number;
}

function usePointed(conversation: Conversation): Pointed {
  const mid = useDesk((desk) => desk.pointed);
  const at = mid ? conversation.rows.findIndex((row) => row.mid === mid) : -1;
  return { mid, fromFoot: at < 0 ? 0 : conversation.rows.length - at };
}

/** To the foot, unless the unread begins above what fits; true when it stands at the foot. */
function toFirstUnread(box: HTMLElement): boolean {
  box.scrollTop = box.scrollHeight;
  const line = box.querySelector('.unread-line');
  const above = line ? box.getBoundingClientRect().top - line.getBoundingClientRect().top : 0;
  if (above <= 0) return true;
  box.scrollTop -= above;
  return false;
}

/** Where the unread began when this conversation came on the screen; it stays while it is there. */
function useUnreadMark(conversation: Conversation): number | undefined {
  const mark = useRef<number | undefined>(undefined);
  const asked = useRef(false);
  if (!asked.current) {
    asked.current = true;
    mark.current = conversation.unread > 0 ? readBefore(conversation) : undefined;
  } else if (mark.current === -1 && conversation.rows.length > 0) {
    mark.current = readBefore(conversation);
  }
  return mark.current === -1 ? undefined : mark.current;
}

/** The seq before the oldest unread message; -1 while the rows are not here. */
function readBefore(conversation: Conversation): number {
  const theirs = conversation.rows.filter((row) => row.author === 'shopper' && row.seq > 0);
  const first = theirs[theirs.length - conversation.unread] ?? theirs[0];
  return first ? first.seq - 1 : -1;
}

/** Keeps the foot in sight when the reply field grows or the window changes. */
function useFollowingOnResize(log: { current: HTMLDivElement | null }, follows: { current: boolean }): void {
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      if (follows.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
}

function lowestVisible(box: HTMLElement): number {
  const foot = box.getBoundingClientRect().bottom;
  const rows = [...box.querySelectorAll<HTMLElement>('[data-seq]')].reverse();
  // A row counts once its first line is inside.
  const found = rows.find((row) => row.getBoundingClientRect().top + 20 <= foot);
  return Number(found?.dataset['seq'] ?? 0);
}

function BlockView({ block, rows, conversation }: { block: Block; rows: readonly Row[]; conversation: Conversation }) {
  switch (block.kind) {
    case 'day':
      return (
        <p class="day">
          <span>{timesNow().day(block.at, Date.now())}</span>
        </p>
      );
    case 'unread':
      return (
        <p class="unread-line">
          <span>{t('talk.unread')}</span>
        </p>
      );
    case 'event':
      return <EventLine row={block.row} conversation={conversation} />;
    case 'group':
      return <BubbleGroup group={block} rows={rows} conversation={conversation} />;
  }
}

function EventLine({ row, conversation }: { row: Row; conversation: Conversation }) {
  const agents = useDesk((desk) => desk.agents);
  const me = useDesk((desk) => desk.me.id);
  const nameOf = (id: string | undefined): string => {
    if (id === me) return t('event.you');
    return (id && agents.get(id)?.name) || t('event.someone');
  };
  const who = row.author === 'shopper' ? shopperName(conversation.id) : nameOf(row.agent);
  const other = nameOf(row.eventAgent);
  const mine = row.author !== 'shopper' && row.agent === me;
  const words = {
    none: t('event.other'),
    closed: t(mine ? 'event.youClosed' : 'event.closed', { who }),
    reopened: t(mine ? 'event.youReopened' : 'event.reopened', { who }),
    assigned: assignedWords(row, mine, who, other, me),
    surveyed: t('event.surveyed', { who }),
    erased: t('talk.erased'),
    changed: sayChange(row.status === 'failed' ? 'notSent' : 'late'),
  }[row.event];
  return (
    <div class="event" data-seq={row.seq || undefined}>
      <p>
        {words} <time>{timesNow().time(row.at)}</time>
        {row.status === 'queued' && ` · ${t('status.queued')}`}
      </p>
      {row.status === 'failed' && <NotSent row={row} conversation={conversation} />}
    </div>
  );
}

function assignedWords(row: Row, mine: boolean, who: string, other: string, me: string): string {
  if (row.eventAgent === row.agent) return t(mine ? 'event.youTook' : 'event.took', { who });
  if (row.eventAgent === me) return t('event.toYou', { who });
  return t(mine ? 'event.youTransferred' : 'event.transferred', { who, other });
}

/** The head of the whole history. */
function Sealed({ conversation, offline }: { conversation: Conversation; offline: boolean }) {
  if (conversation.rows.length === 0 && !conversation.complete) return null;
  if (!conversation.complete && !offline) return <p class="older">{t('talk.loading')}</p>;
  return (
    <p class="sealed">
      <Icon name="lock" size={14} />
      <span>{t('talk.sealed')}</span>
    </p>
  );
}

function BubbleSkeletons() {
  return (
    <div class="bubble-skeletons" role="status" aria-label={t('talk.loading')}>
      {['theirs', 'theirs short', 'ours', 'theirs', 'ours short'].map((kind, index) => (
        <i key={index} class={`bone bubble-bone ${kind}`} aria-hidden="true" />
      ))}
    </div>
  );
}
