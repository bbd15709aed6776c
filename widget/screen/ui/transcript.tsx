// SPDX-License-Identifier: Apache-2.0
// The conversation on the screen: greeting, rows, what is being written. New messages never move
// what one is reading; at the end of the conversation the screen stays at the end.
import { Component, createRef } from 'preact';

import arrowDown from '../../../assets/icons/arrow-down.svg?strokes';
import { say, sayChange, times } from '../language';
import { Happening, Kind, Status, type Row } from '../model';
import { firstUnread, itemsOf, type Item } from '../transcript';
import type { Scene } from './body';
import { Avatar } from './avatar';
import { Bubble, Remedy } from './bubble';
import { Icon } from './icon';
import { Intro } from './intro';

interface Props extends Scene {
  rows: Row[];
  early: Row[];
  isFocused: boolean;
}

interface State {
  /** Rows drawn, from the end: a long history does not weigh on every message. */
  shownMax: number;
  /** Messages of the others since the screen left the end. */
  missed: number;
  isAtEnd: boolean;
}

const page = 150;
const nearEnd = 40;
const anchors = CSS.supports('overflow-anchor', 'auto');

export class Transcript extends Component<Props, State> {
  override state: State = { shownMax: page, missed: 0, isAtEnd: true };
  readonly #scroller = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  #firstNew: string | undefined;
  #known = new Set<string>();
  #fromEnd = 0;
  #observer: ResizeObserver | undefined;

  override componentDidMount(): void {
    // The composer, the keyboard and pictures change heights; the end stays in sight.
    this.#observer = new ResizeObserver(() => this.#settle());
    for (const { current } of [this.#scroller, this.#content]) if (current) this.#observer.observe(current);
  }

  override componentWillUnmount(): void {
    this.#observer?.disconnect();
  }

  // Before the rows are drawn: what is new in them, and where "New messages" stands.
  override componentWillReceiveProps(next: Props): void {
    const fresh = next.rows.filter(({ key }) => !this.#known.has(key));
    const others = fresh.filter((row) => !row.mine && row.kind !== Kind.event);
    const isFirstTime = this.#known.size === 0;
    for (const { key } of [...next.rows, ...next.early]) this.#known.add(key);
    const unread = next.view.model.conversation?.unread ?? 0;
    if ((!next.isFocused || isFirstTime) && unread > 0) this.#firstNew = firstUnread(next.rows, unread);
    if (!next.view.isShown && unread === 0) this.#firstNew = undefined;
    if (isFirstTime) return;
    const wrote = next.early.length > this.props.early.length || fresh.some((row) => row.mine && row.kind !== Kind.event);
    if (wrote) {
      this.#firstNew = undefined;
      this.setState({ isAtEnd: true, missed: 0 });
    } else if (!this.state.isAtEnd && others.length > 0) {
      this.#firstNew ??= others[0]?.key;
      this.setState(({ missed }) => ({ missed: missed + others.length }));
    }
  }

  override componentDidUpdate(before: Props, { shownMax }: State): void {
    const isFirstTime = before.rows.length === 0 && this.props.rows.length > 0;
    if (this.props.isFocused && (!before.isFocused || isFirstTime)) this.#showNew();
    const { current } = this.#scroller;
    // Older rows came in above what is read; browsers that anchor have kept its place already.
    if (current && this.state.shownMax > shownMax && !anchors) current.scrollTop = current.scrollHeight - this.#fromEnd;
    this.#settle();
  }

  override render(scene: Props, { shownMax, missed, isAtEnd }: State) {
    const { view, rows, early } = scene;
    const drawn = rows.filter((row) => !view.changes.isSilent(row));
    const shown = drawn.slice(-shownMax);
    const isWhole = shown.length === drawn.length;
    return (
      <div class="transcript">
        <div class="scroller" ref={this.#scroller} role="log" tabIndex={0} aria-label={say('conversation')} onScroll={this.#onScroll}>
          <div class="content" ref={this.#content}>
            {isWhole ? (
              <Intro {...scene} />
            ) : (
              <button type="button" class="quiet earlier" onClick={() => this.setState({ shownMax: shownMax + page })}>
                {say('earlier')}
              </button>
            )}
            {itemsOf([...shown, ...early], this.#firstNew).map((item) => (
              <Line key={item.key} item={item} scene={scene} />
            ))}
            {view.model.isTyping && <Typing {...scene} />}
          </div>
        </div>
        {!isAtEnd && (
          <button type="button" class="jump" aria-label={missed > 0 ? say('jumpCount', { count: missed }) : say('jump')} onClick={() => this.#jump()}>
            <Icon path={arrowDown} />
            {missed > 0 && <span class="count">{missed}</span>}
          </button>
        )}
      </div>
    );
  }

  readonly #onScroll = (): void => {
    const { current } = this.#scroller;
    if (!current) return;
    this.#fromEnd = current.scrollHeight - current.scrollTop;
    const isAtEnd = this.#fromEnd - current.clientHeight < nearEnd;
    if (isAtEnd !== this.state.isAtEnd) this.setState({ isAtEnd, missed: 0 });
    this.#noteSeen();
  };

  // After a change: who was at the end stays there.
  #settle(): void {
    const { current } = this.#scroller;
    if (!current) return;
    if (this.state.isAtEnd) current.scrollTop = current.scrollHeight;
    this.#noteSeen();
  }

  // The chat comes into sight with unread messages: begin where they begin.
  #showNew(): void {
    const line = this.#content.current?.querySelector<HTMLElement>('.new');
    const { current } = this.#scroller;
    if (!line || !current) return;
    const top = line.offsetTop - nearEnd;
    if (top >= current.scrollHeight - current.clientHeight) return;
    current.scrollTop = top;
    this.setState({ isAtEnd: false });
  }

  #jump(): void {
    this.setState({ isAtEnd: true, missed: 0 });
    this.#scroller.current?.focus({ preventScroll: true });
  }

  // Read is what was on the screen: the last numbered row whose beginning is in sight.
  #noteSeen(): void {
    const { current } = this.#scroller;
    if (!current || !this.props.isFocused) return;
    const bottom = current.scrollTop + current.clientHeight;
    const rows = [...(this.#content.current?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])];
    const last = rows.reverse().find((row) => row.dataset['seq'] !== '0' && row.offsetTop + nearEnd / 2 < bottom);
    if (last) this.props.view.seen(Number(last.dataset['seq']));
  }
}

function Line({ item, scene }: { item: Item; scene: Scene }) {
  switch (item.kind) {
    case 'day':
      return <div class="line day">{times().day(item.at, Date.now())}</div>;
    case 'new':
      return <div class="line new">{say('newMessages')}</div>;
    case 'event':
      return (
        <div class="line event" data-seq={item.row.seq}>
          <span>
            {eventText(item.row, scene)} · {times().time(item.row.at)}
          </span>
          {item.row.status === Status.notSent && <Remedy row={item.row} scene={scene} />}
        </div>
      );
    default:
      return <Bubble {...scene} item={item} />;
  }
}

function eventText({ event, eventAgent, status }: Row, { view }: Scene): string {
  if (event === Happening.closed) return say('closedEvent');
  if (event === Happening.reopened) return say('reopenedEvent');
  if (event === Happening.erased) return say('deleted');
  if (event === Happening.assigned) return say('assignedEvent', { name: view.model.agentOf(eventAgent)?.name ?? say('team') });
  if (event === Happening.changed) return sayChange(status === Status.notSent ? 'notSent' : 'late');
  return say('surveyEvent');
}

function Typing(scene: Scene) {
  const { answering, shop } = scene.view.model;
  const agent = answering.length === 1 ? answering[0] : undefined;
  const name = agent?.name ?? shop?.name ?? say('team');
  return (
    <div class="row theirs first last typing">
      <Avatar {...scene} agent={agent} name={name} />
      <div class="bubble">
        <span class="heard">{say('typing', { name })}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
