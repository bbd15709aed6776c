// SPDX-License-Identifier: Apache-2.0
// A coupon: its code to copy, what it gives, until when.
import { Component, createRef } from 'preact';
import type { CouponCard } from '@wire/wire';

import type { PartProps } from './context';

export class Coupon extends Component<PartProps<CouponCard>, { isCopied: boolean }> {
  override state = { isCopied: false };
  readonly #code = createRef<HTMLElement>();

  override render({ card, context }: PartProps<CouponCard>, { isCopied }: { isCopied: boolean }) {
    const { words } = context;
    const { code, title, until } = card;
    const isOver = until > 0 && until < Date.now();
    return (
      <article class={isOver ? 'card coupon over' : 'card coupon'}>
        <p class="card-name" dir="auto">
          {title || words.say('couponName')}
        </p>
        <p class="card-code">
          <code ref={this.#code} dir="ltr">
            {code}
          </code>
          <button type="button" class="card-button" onClick={() => this.#copy()}>
            {words.say(isCopied ? 'copied' : 'copy')}
          </button>
          <span class="card-heard" role="status">
            {isCopied && words.say('copied')}
          </span>
        </p>
        {until > 0 && <p class="card-note">{words.say(isOver ? 'over' : 'until', { date: words.date(until) })}</p>}
      </article>
    );
  }

  // The panel's frame has no clipboard of its own; what is selected may be copied everywhere.
  #copy(): void {
    const { current } = this.#code;
    if (!current) return;
    getSelection()?.selectAllChildren(current);
    this.setState({ isCopied: document.execCommand('copy') });
  }
}
