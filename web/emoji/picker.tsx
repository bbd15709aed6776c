// SPDX-License-Identifier: Apache-2.0
// A button beside a text field that opens the emoji: a search in one's language, then all of them by
// groups. Arrows move through them, Enter takes one, Escape goes back to the field. They are fetched
// when it is first opened.
import { Component, createRef } from 'preact';

import { readEmoji, searchEmoji, type Emoji, type EmojiSet } from './emoji';

export interface EmojiPickerProps {
  /** Of the button, and of what it opens. */
  name: string;
  /** Shown where they cannot be fetched. */
  failed: string;
  icon: preact.ComponentChild;
  class: string;
  /** The file of the language of today. */
  fetch: () => Promise<string>;
  /** Puts it where the caret is, and the focus back into the field. */
  onPick: (sign: string) => void;
  onClose: () => void;
}

interface State {
  isOpen: boolean;
  set?: EmojiSet | undefined;
  hasFailed?: boolean;
  query: string;
}

const recentMax = 16;
// Of this page: what one likes to use is nobody's to keep.
let recent: Emoji[] = [];

export class EmojiPicker extends Component<EmojiPickerProps, State> {
  override state: State = { isOpen: false, query: '' };
  readonly #root = createRef<HTMLSpanElement>();
  readonly #search = createRef<HTMLInputElement>();

  override componentDidUpdate(_: EmojiPickerProps, { isOpen, set }: State): void {
    const arrived = this.state.set && !set;
    if (this.state.isOpen && (!isOpen || arrived)) this.#search.current?.focus();
  }

  override render(props: EmojiPickerProps, { isOpen }: State) {
    return (
      <span class="emoji-picker" ref={this.#root} onFocusOut={this.#onFocusOut} onKeyDown={this.#onKeyDown}>
        <button type="button" class={props.class} aria-label={props.name} title={props.name} aria-haspopup="dialog" aria-expanded={isOpen} onClick={this.#toggle}>
          {props.icon}
        </button>
        {isOpen && (
          <div class="emoji-sheet" role="dialog" aria-label={props.name} tabIndex={-1}>
            {this.#sheet()}
          </div>
        )}
      </span>
    );
  }

  #sheet() {
    const { set, query, hasFailed } = this.state;
    if (!set) return hasFailed && <p role="alert">{this.props.failed}</p>;
    const found = searchEmoji(set, query);
    return (
      <>
        <input
          type="search"
          ref={this.#search}
          aria-label={set.search}
          placeholder={set.search}
          autocomplete="off"
          dir="auto"
          value={query}
          onInput={({ currentTarget }) => this.setState({ query: currentTarget.value })}
        />
        <div class="emoji-scroll" onMouseDown={(event) => event.preventDefault()}>
          {query.trim() === '' ? (
            <>
              {recent.length > 0 && this.#group(set.recent, recent)}
              {set.groups.map(({ name, emoji }) => this.#group(name, emoji))}
            </>
          ) : (
            <>
              {found.length === 0 && <p role="status">{set.none}</p>}
              {found.length > 0 && this.#group('', found)}
            </>
          )}
        </div>
      </>
    );
  }

  #group(name: string, emoji: Emoji[]) {
    return (
      <section key={name} aria-label={name || this.props.name}>
        {name && <h3>{name}</h3>}
        <div class="emoji-grid" role="group">
          {emoji.map((one) => (
            <button key={one.sign} type="button" class="emoji" tabIndex={-1} aria-label={one.name} title={one.name} onClick={() => this.#pick(one)}>
              {one.sign}
            </button>
          ))}
        </div>
      </section>
    );
  }

  get #buttons(): HTMLElement[] {
    return [...(this.#root.current?.querySelectorAll<HTMLElement>('.emoji') ?? [])];
  }

  readonly #toggle = (): void => {
    if (this.state.isOpen) return this.#close();
    this.setState({ isOpen: true, query: '', hasFailed: false });
    if (this.state.set) return;
    this.props.fetch().then(
      (json) => this.setState({ set: readEmoji(json) }),
      () => this.setState({ hasFailed: true }),
    );
  };

  #pick(one: Emoji): void {
    recent = [one, ...recent.filter(({ sign }) => sign !== one.sign)].slice(0, recentMax);
    this.setState({ isOpen: false });
    this.props.onPick(one.sign);
  }

  #close(): void {
    this.setState({ isOpen: false });
    this.props.onClose();
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (!this.state.isOpen || event.isComposing) return;
    if (event.key === 'Escape') this.#close();
    else if (!this.#move(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  // From the search down into what was found, and from there in all directions.
  #move({ key, target }: KeyboardEvent): boolean {
    const buttons = this.#buttons;
    const at = buttons.indexOf(target as HTMLElement);
    if (at < 0) {
      if (key === 'ArrowDown') buttons[0]?.focus();
      else if (key === 'Enter') buttons[0]?.click();
      return key === 'ArrowDown' || key === 'Enter';
    }
    const forth = getComputedStyle(target as HTMLElement).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forth === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    if (key === forth) buttons[at + 1]?.focus();
    else if (key === back) (buttons[at - 1] ?? this.#search.current)?.focus();
    else if (key === 'ArrowDown' || key === 'ArrowUp') this.#moveByLine(buttons, at, key === 'ArrowDown' ? 1 : -1);
    else return false;
    return true;
  }

  // The nearest in the next line, wherever its group begins.
  #moveByLine(buttons: HTMLElement[], at: number, step: 1 | -1): void {
    const here = buttons[at]?.getBoundingClientRect();
    if (!here) return;
    let best: HTMLElement | undefined;
    let line: number | undefined;
    let distance = Infinity;
    for (let i = at + step; buttons[i]; i += step) {
      const { top, left } = buttons[i]?.getBoundingClientRect() ?? here;
      if (Math.abs(top - here.top) < 1) continue;
      line ??= top;
      if (Math.abs(top - line) >= 1) break;
      if (Math.abs(left - here.left) >= distance) continue;
      distance = Math.abs(left - here.left);
      best = buttons[i];
    }
    (best ?? (step < 0 ? this.#search.current : undefined))?.focus();
  }

  readonly #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (!this.#root.current?.contains(relatedTarget as Node | null)) this.setState({ isOpen: false });
  };
}
