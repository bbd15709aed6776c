// SPDX-License-Identifier: Apache-2.0
// What is rarely done with a conversation, behind one button in the head.
import { Component, createRef } from 'preact';

import moreIcon from '../../../assets/icons/more.svg?strokes';
import { itemsOf, steer } from '../../../web/menu/steer';
import { say } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

interface Props {
  view: View;
}

export class Menu extends Component<Props, { isOpen: boolean }> {
  override state = { isOpen: false };
  readonly #root = createRef<HTMLDivElement>();
  readonly #button = createRef<HTMLButtonElement>();

  override componentDidUpdate(_: Props, { isOpen }: { isOpen: boolean }): void {
    if (this.state.isOpen && !isOpen) itemsOf(this.#root.current)[0]?.focus();
  }

  override render({ view }: Props, { isOpen }: { isOpen: boolean }) {
    return (
      <div class="menu" ref={this.#root} onKeyDown={this.#onKeyDown} onFocusOut={this.#onFocusOut}>
        <button
          type="button"
          class="round"
          ref={this.#button}
          aria-label={say('menu')}
          title={say('menu')}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => this.setState({ isOpen: !isOpen })}
        >
          <Icon path={moreIcon} />
        </button>
        {isOpen && (
          // A press keeps the focus where it is: a menu without it closes before the click.
          <div class="items" role="menu" aria-label={say('menu')} onMouseDown={(event) => event.preventDefault()}>
            {!view.model.isErased && this.#item(say('deleteConversation'), () => view.ask('delete'))}
            {this.#item(say('forgetDevice'), () => view.ask('forget'))}
          </div>
        )}
      </div>
    );
  }

  #item(name: string, run: () => void) {
    const choose = (): void => {
      this.#close();
      run();
    };
    return (
      <button type="button" role="menuitem" tabIndex={-1} onClick={choose}>
        {name}
      </button>
    );
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
