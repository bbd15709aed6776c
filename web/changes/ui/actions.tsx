// SPDX-License-Identifier: Apache-2.0
// Beside a message, behind one button: reactions in a row, and what else may be done with it. A menu
// (web/menu/steer.ts has its keys).
import { Component, createRef } from 'preact';

import { itemsOf, steer } from '../../menu/steer';
import type { ChangeWord } from '../words';
import type { Values } from '../../bridge/locale';

export interface ActionsProps {
  say: (word: ChangeWord, values?: Values) => string;
  icon: preact.ComponentChild;
  /** What one has reacted with. */
  own: readonly string[];
  onReact: (emoji: string, on: boolean) => void;
  /** Each is left out where it cannot be done. */
  onReply?: (() => void) | undefined;
  onCopy?: (() => void) | undefined;
  onEdit?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
}

interface State {
  isOpen: boolean;
  /** Delete was pressed once. */
  isSure: boolean;
  /** Where there is room for the menu: under the button or over it, and how far from its left edge. */
  isUnder: boolean;
  left: number;
}

const quick = ['👍', '❤️', '😂', '🎉', '😮', '😢'];
/** More than the menu is high: with less above the message it opens under it. */
const roomAbovePx = 250;
/** Six signs in a row and their frame. */
const widthPx = 264;
const edgePx = 4;

export class Actions extends Component<ActionsProps, State> {
  override state: State = { isOpen: false, isSure: false, isUnder: false, left: 0 };
  readonly #root = createRef<HTMLSpanElement>();
  readonly #button = createRef<HTMLButtonElement>();

  override componentDidUpdate(_: ActionsProps, { isOpen }: State): void {
    if (this.state.isOpen && !isOpen) itemsOf(this.#root.current)[0]?.focus();
  }

  override render({ say, icon }: ActionsProps, { isOpen, isUnder, left }: State) {
    return (
      <span class={isOpen ? 'actions open' : 'actions'} ref={this.#root} onKeyDown={this.#onKeyDown} onFocusOut={this.#onFocusOut}>
        <button type="button" class="action-button" ref={this.#button} aria-label={say('actions')} title={say('actions')} aria-haspopup="menu" aria-expanded={isOpen} onClick={this.#toggle}>
          {icon}
        </button>
        {isOpen && (
          // A press keeps the focus where it is: a menu without it closes before the click.
          <div class={isUnder ? 'action-items under' : 'action-items'} style={{ left: `${left}px` }} role="menu" aria-label={say('actions')} onMouseDown={(event) => event.preventDefault()}>
            {this.#reactions()}
            {this.#verbs()}
          </div>
        )}
      </span>
    );
  }

  #reactions() {
    const { say, own, onReact } = this.props;
    return (
      <div class="quick" role="group" aria-label={say('actions')}>
        {quick.map((emoji) => {
          const isOwn = own.includes(emoji);
          return (
            <button key={emoji} type="button" role="menuitemcheckbox" tabIndex={-1} aria-checked={isOwn} aria-label={say('react', { emoji })} onClick={() => this.#choose(() => onReact(emoji, !isOwn))}>
              {emoji}
            </button>
          );
        })}
      </div>
    );
  }

  #verbs() {
    const { say, onReply, onCopy, onEdit, onDelete } = this.props;
    const remove = (): void => {
      if (this.state.isSure) this.#choose(onDelete);
      else this.setState({ isSure: true });
    };
    return (
      <>
        {onReply && this.#item(say('reply'), onReply)}
        {onCopy && this.#item(say('copy'), onCopy)}
        {onEdit && this.#item(say('edit'), onEdit)}
        {onDelete && (
          <button type="button" role="menuitem" class="danger" tabIndex={-1} onClick={remove}>
            {say(this.state.isSure ? 'deleteSure' : 'delete')}
          </button>
        )}
      </>
    );
  }

  #item(name: string, run: () => void) {
    return (
      <button type="button" role="menuitem" tabIndex={-1} onClick={() => this.#choose(run)}>
        {name}
      </button>
    );
  }

  readonly #toggle = (): void => {
    if (this.state.isOpen) return this.#close();
    const button = this.#button.current?.getBoundingClientRect();
    const log = this.#button.current?.closest('[role=log]')?.getBoundingClientRect();
    if (!button || !log) return;
    const left = Math.max(log.left + edgePx, Math.min(button.left - widthPx / 2, log.right - widthPx - edgePx));
    this.setState({ isOpen: true, isSure: false, isUnder: button.top - log.top < roomAbovePx, left: left - button.left });
  };

  #choose(run: (() => void) | undefined): void {
    this.#close();
    run?.();
  }

  #close(): void {
    this.setState({ isOpen: false });
    this.#button.current?.focus();
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (this.state.isOpen) steer(event, this.#root.current, () => this.#close());
  };

  readonly #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (!this.#root.current?.contains(relatedTarget as Node | null)) this.setState({ isOpen: false });
  };
}
