// SPDX-License-Identifier: Apache-2.0
// What the shopper has before them: the state of the conversation, whether somebody is looking, and
// what follows from both. It tells the Session what was seen, and the page what changed (badge,
// colour, the mark by which the next page knows of the chat). Screens read it and call its verbs.
import type { ViewEffect } from '../../web/bridge/driver';
import { base64Of, hexOf } from '../../web/bridge/bytes';
import type { DiskProblem } from '../../web/bridge/disk';
import type { Handlers, Post } from '../../web/bridge/pipe';
import { playTone } from '../../web/bridge/tone';
import type { Chat, Early, Failure } from '../chat/chat';
import { Changes } from './changes';
import { CardDoor } from './card-door';
import { FileDoor } from './file-door';
import { Files } from './files';
import type { Stage } from '../panel/stage';
import { earlyRow, Kind, Link, Model, type Row } from './model';
import { Pictures } from './pictures';

const retryRow = 1;
const discardRow = 2;
const erase = 5;
/** A tone waits this long for another tab in which the message is read at once. */
const toneDelayMs = 400;

export class View {
  readonly model = new Model();
  readonly pictures: Pictures;
  readonly files: Files;
  readonly fileDoor: FileDoor;
  readonly changes: Changes;
  readonly cardDoor: CardDoor;
  isShown = false;
  storage: DiskProblem = '';
  /** What the shopper is asked to confirm. */
  asking: 'delete' | 'forget' | undefined;
  /** What the page says. */
  readonly handlers: Handlers;

  #pageFocus = false;
  #isVisible = true;
  #seen = 0;
  #said = { unread: -1, mark: '', look: '', accent: '' };

  private readonly post: Post;

  constructor(
    private readonly chat: Chat,
    stage: Stage,
    private readonly redraw: () => void,
    /** Puts words back into the field; false where others stand. */
    private readonly restore: (body: string) => boolean,
  ) {
    const { post } = stage;
    this.post = post;
    this.pictures = new Pictures(post, redraw);
    this.files = new Files(post);
    const discard = (row: Row): void => this.settle(row, 'discard');
    const isDeleted = (row: Row): boolean => this.changes.of(row)?.isDeleted === true;
    const scene = { stage, chat, model: this.model, redraw, discard, isDeleted };
    this.fileDoor = new FileDoor(scene, this.files);
    this.changes = new Changes(scene);
    this.cardDoor = new CardDoor(scene, this.files);
    this.handlers = { ...this.pictures.handlers, ...this.files.handlers, ...this.fileDoor.handlers, ...this.cardDoor.handlers, ...this.#handlers() };
    addEventListener('focus', () => this.#changed());
    addEventListener('blur', () => post('askFocus'));
    chat.watch({
      began: (early) => this.#began(early),
      took: (effects) => this.#took(effects),
      changed: redraw,
    });
  }

  get failure(): Failure | undefined {
    return this.chat.failure;
  }

  get isRefused(): boolean {
    return this.chat.isRefused;
  }

  get early(): Row[] {
    return [...this.model.handedOver, ...this.chat.early].map(earlyRow);
  }

  /** Is somebody looking at the transcript? */
  get isFocused(): boolean {
    return this.isShown && this.#isVisible && (this.#pageFocus || document.hasFocus());
  }

  /** Rows up to this one were on the screen. */
  seen(seq: number): void {
    const conv = this.model.conversation?.conv;
    if (!conv || seq <= this.#seen || !this.isFocused) return;
    this.#seen = seq;
    this.chat.dispatch({ type: 'Seen', conv, seq });
  }

  settle(row: Row, action: 'retry' | 'discard'): void {
    const conv = this.model.conversation?.conv;
    if (conv) this.chat.dispatch({ type: 'Settle', conv, mid: row.mid, action: action === 'retry' ? retryRow : discardRow });
  }

  retryConnection(): void {
    this.chat.poke();
  }

  retryStart(): void {
    this.chat.retryStart();
  }

  /** The words of a message that was not sent are written anew. False: others stand in the field. */
  edit(row: Row): boolean {
    const isBack = this.restore(row.body);
    if (isBack) this.settle(row, 'discard');
    return isBack;
  }

  ask(asking: View['asking']): void {
    this.asking = asking;
    this.redraw();
  }

  deleteConversation(): void {
    const conv = this.model.conversation?.conv;
    if (conv) this.chat.dispatch({ type: 'Act', conv, event: erase, agent: null });
  }

  forgetDevice(): void {
    this.post('forget');
  }

  follow(href: string): void {
    this.post('navigate', href);
  }

  #handlers(): Handlers {
    return {
      shown: (pageFocus: boolean) => {
        this.isShown = true;
        this.#pageFocus = pageFocus;
        this.#changed();
      },
      hidden: () => {
        this.isShown = false;
        this.#changed();
      },
      focus: (pageFocus: boolean) => {
        this.#pageFocus = pageFocus;
        this.#changed();
      },
      visible: (visible: boolean) => {
        this.#isVisible = visible;
        this.#changed();
      },
      storage: (problem: DiskProblem) => {
        this.storage = problem;
        this.redraw();
      },
    };
  }

  #began(early: Early[]): void {
    this.model.begin(early);
    this.#said.look = '';
    this.redraw();
  }

  #took(effects: ViewEffect[]): void {
    for (const effect of effects) {
      this.model.fold(effect);
      this.fileDoor.took(effect);
      this.cardDoor.took(effect);
      if (effect.type !== 'Arrived' || effect.row.kind === Kind.event) continue;
      this.post('message', { from: this.model.agentOf(effect.row.agent)?.name ?? '', at: effect.row.at });
      this.#ring();
    }
    this.#changed();
  }

  // One tab rings for all, and not while the message is read in one of them.
  #ring(): void {
    if (!this.chat.leads || this.isFocused) return;
    setTimeout(() => {
      if ((this.model.conversation?.unread ?? 0) > 0) playTone();
    }, toneDelayMs);
  }

  #changed(): void {
    this.fileDoor.connected(this.model.connection.state === Link.online && this.model.conversation !== undefined);
    this.#look();
    this.#tellPage();
    this.redraw();
  }

  #look(): void {
    const conv = this.model.conversation?.conv ?? null;
    const focused = this.isFocused;
    const look = `${conv ? hexOf(conv) : ''} ${focused}`;
    if (look === this.#said.look) return;
    this.#said.look = look;
    this.#seen = 0;
    this.chat.dispatch({ type: 'Look', conv, focused });
  }

  #tellPage(): void {
    const { conversation, shop, bearer, rows } = this.model;
    if (shop && shop.accent !== this.#said.accent) this.post('accent', (this.#said.accent = shop.accent));
    if (!conversation) return;
    if (conversation.unread !== this.#said.unread) this.post('unread', (this.#said.unread = conversation.unread));
    const at = rows[rows.length - 1]?.at ?? conversation.openedAt;
    const mark = { at, queued: this.model.waiting, bearer: bearer ? base64Of(bearer) : '' };
    const text = JSON.stringify(mark);
    if (text !== this.#said.mark) this.post('mark', mark);
    this.#said.mark = text;
  }
}
