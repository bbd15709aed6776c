// SPDX-License-Identifier: Apache-2.0
// The panel's script for cards, which comes with the first: draws those of a message, says what is
// chosen of its answers, and offers to send what the shopper looks at (web/cards is shared with the
// console).
import { encodeContent, type Card } from '@wire/wire';

import css from '../../web/cards/cards.css';
import { fallbackOf, writtenWith } from '../../web/cards/fallback';
import { readCards, type Cards } from '../../web/cards/read';
import { keyOf } from '../../web/cards/same';
import { CardsPart } from '../../web/cards/ui/cards-part';
import type { CardContext } from '../../web/cards/ui/context';
import { Replies } from '../../web/cards/ui/replies';
import { Strip } from '../../web/cards/ui/strip';
import { CardWords } from '../../web/cards/words';
import { Written } from '../../web/words/written';
import { adoptStyles } from '../panel/styles';
import type { CardDesk } from '../screen/card-door';
import type { LaterScript, Scene } from '../screen/door';
import { Kind, type Row } from '../screen/model';

const script = document.currentScript as LaterScript<CardDesk>;

class Desk implements CardDesk {
  readonly #cards = new Map<string, Cards | undefined>();
  #words: CardWords;
  #offer: Card | undefined;
  /** Offers that were answered on this page, by sending or putting away. */
  readonly #settled = new Set<string>();

  constructor(private readonly scene: Scene) {
    this.#words = new CardWords(scene.stage.config.language.locale);
    adoptStyles(css);
  }

  readonly handlers = {
    language: () => (this.#words = new CardWords(this.scene.stage.config.language.locale)),
  };

  draw(row: Row) {
    const shown = this.#cardsOf(row);
    if (!shown) return undefined;
    const written = writtenWith(shown.content);
    const context = this.#context;
    return (
      <>
        {written && (
          <div class="written">
            <Written body={written} {...context} />
          </div>
        )}
        <CardsPart cards={shown.cards} context={context} />
        {shown.replies.length > 0 && this.#isOpen(row) && <Replies replies={shown.replies} context={context} onChoose={(words) => this.#choose(words)} />}
      </>
    );
  }

  offer(card: Card | undefined): void {
    this.#offer = card;
    this.scene.redraw();
  }

  strip() {
    const card = this.#offer;
    if (!card || this.#settled.has(keyOf(card)) || this.#wasSent(card)) return null;
    return <Strip card={card} context={this.#context} onSend={() => this.#send(card)} onClose={() => this.#settle(card)} />;
  }

  get #context() {
    const { config, post } = this.scene.stage;
    return { words: this.#words, pageOrigin: config.pageOrigin, follow: (href: string) => post('navigate', href) } satisfies CardContext;
  }

  // Answers are asked for until the shopper has written after them, in whatever words.
  #isOpen(row: Row): boolean {
    const { chat, model } = this.scene;
    const { rows } = model;
    return !row.mine && chat.early.length === 0 && !rows.slice(rows.indexOf(row)).some(({ mine, kind }) => mine && kind !== Kind.event);
  }

  // The buttons go with it: who pressed one by the keyboard goes on in the transcript.
  #choose(words: string): void {
    this.scene.chat.send(words);
    document.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
  }

  #send(card: Card): void {
    const content = encodeContent({ type: 'CardsContent', body: fallbackOf([card], this.#words), cards: [card], replies: [] });
    this.scene.chat.share(content, undefined, '');
    this.#settle(card);
  }

  #settle(card: Card): void {
    this.#settled.add(keyOf(card));
    this.scene.stage.composer.focus();
    this.scene.redraw();
  }

  // Also on an earlier page.
  #wasSent(card: Card): boolean {
    const key = keyOf(card);
    return this.scene.model.rows.some((row) => row.mine && this.#cardsOf(row)?.content.cards.some((sent) => keyOf(sent) === key));
  }

  // Once for each: what was said does not change.
  #cardsOf(row: Row): Cards | undefined {
    if (row.kind !== Kind.content) return undefined;
    if (!this.#cards.has(row.key)) this.#cards.set(row.key, readCards(row.content));
    return this.#cards.get(row.key);
  }
}

script.enter(() => script.desk(new Desk(script.scene)));
