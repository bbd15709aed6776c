// SPDX-License-Identifier: Apache-2.0
// Several cards side by side: swiped, moved by the arrow keys or by the two buttons, in the direction
// of the page's writing.
import { Component, createRef } from 'preact';
import type { Card } from '@wire/wire';

import endIcon from '../../../assets/icons/chevron-end.svg?strokes';
import startIcon from '../../../assets/icons/chevron-start.svg?strokes';
import { Sign } from '../../files/ui/sign';
import { CardPart } from './card';
import type { CardContext } from './context';

interface Props {
  cards: Card[];
  context: CardContext;
}

interface State {
  isAtStart: boolean;
  isAtEnd: boolean;
}

/** Pixels that scrolling may stop short of an end. */
const tolerance = 4;

export class Carousel extends Component<Props, State> {
  override state: State = { isAtStart: true, isAtEnd: false };
  readonly #list = createRef<HTMLUListElement>();

  override componentDidMount(): void {
    this.#look();
  }

  override render({ cards, context }: Props, { isAtStart, isAtEnd }: State) {
    const { words } = context;
    return (
      <div class="card-carousel">
        <ul ref={this.#list} tabIndex={0} aria-label={words.say('cards', { count: cards.length })} onScroll={() => this.#look()} onKeyDown={this.#onKey}>
          {cards.map((card) => (
            <li>
              <CardPart card={card} context={context} />
            </li>
          ))}
        </ul>
        {!(isAtStart && isAtEnd) && (
          <div class="card-turn">
            <Turn icon={startIcon} name={words.say('previous')} isOff={isAtStart} onClick={() => this.#turn(-1)} />
            <Turn icon={endIcon} name={words.say('next')} isOff={isAtEnd} onClick={() => this.#turn(1)} />
          </div>
        )}
      </div>
    );
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    // Keys of what stands on a card are its own.
    if (event.target !== event.currentTarget || !/^Arrow(Left|Right)$/.test(event.key)) return;
    event.preventDefault();
    this.#turn((event.key === 'ArrowRight') === this.#isRightToLeft ? -1 : 1);
  };

  get #isRightToLeft(): boolean {
    const { current } = this.#list;
    return current !== null && getComputedStyle(current).direction === 'rtl';
  }

  #turn(by: 1 | -1): void {
    const { current } = this.#list;
    const step = current?.firstElementChild?.getBoundingClientRect().width;
    if (!current || !step) return;
    // Smooth by the style sheet, where the reader wants motion.
    current.scrollBy({ left: (this.#isRightToLeft ? -by : by) * step });
  }

  #look(): void {
    const { current } = this.#list;
    if (!current) return;
    // From right to left the browser counts down from zero.
    const gone = Math.abs(current.scrollLeft);
    const isAtStart = gone < tolerance;
    const isAtEnd = gone + current.clientWidth > current.scrollWidth - tolerance;
    if (isAtStart !== this.state.isAtStart || isAtEnd !== this.state.isAtEnd) this.setState({ isAtStart, isAtEnd });
  }
}

// Not `disabled` at an end: the button that has the focus would lose it.
function Turn({ icon, name, isOff, onClick }: { icon: string; name: string; isOff: boolean; onClick: () => void }) {
  return (
    <button type="button" class="card-round" aria-label={name} title={name} aria-disabled={isOff} onClick={() => !isOff && onClick()}>
      <Sign path={icon} size={18} />
    </button>
  );
}
