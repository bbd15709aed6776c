// SPDX-License-Identifier: Apache-2.0
// The one actor: runs the Session when this tab leads and the wasm is here, keeps what is written
// before that, and tells the page what it should know. The screen calls its verbs; what comes out is
// the model, and its Watcher hears when to look at it.
import type { Arrived, Event } from '@wire/boundary';
import { textBytesMax, titleBytesMax, urlBytesMax } from '@wire/limits';

import { base64Of, bytesOfBase64, hexOf, randomBytes } from '../../web/bridge/bytes';
import { Core } from '../../web/bridge/core';
import { Driver, type ViewEffect } from '../../web/bridge/driver';
import { PipeShell, type Handlers, type Post } from '../../web/bridge/pipe';
import type { Reader } from '../panel/composer';
import type { PageInfo, PanelMarkup } from '../panel/config';
import { charactersOver } from '../panel/length';
import { Kind, Model, type Row } from './model';

export type Failure = 'missing' | 'policy' | 'crash';

/** Whoever draws the chat. */
export interface Watcher {
  changed(): void;
  /** Words of the other side, for the ear. */
  arrived(): void;
}

const retryRow = 1;
const discardRow = 2;

export class Chat implements Reader {
  readonly model = new Model();
  /** The chat cannot run, and why. */
  failure: Failure | undefined;
  isElsewhere = false;
  isShown = false;
  isStored = true;
  /** The Session did not take the last words. */
  isRefused = false;
  /** What the page says. */
  readonly handlers: Handlers;

  readonly #shell: PipeShell;
  #watcher: Watcher | undefined;
  #wasm: ArrayBuffer | undefined;
  #leads = false;
  #driver: Driver | undefined;
  #page: PageInfo;
  #pageFocus = false;
  #isVisible = true;
  #seen = 0;
  #composed = '';
  #said = { unread: -1, mark: '', look: '', accent: '' };

  constructor(
    private readonly config: PanelMarkup,
    private readonly post: Post,
    private readonly onRefused: (body: string) => void,
  ) {
    this.#page = config.page;
    this.#shell = new PipeShell(post);
    this.handlers = { ...this.#shell.handlers, ...this.#handlers() };
    addEventListener('focus', () => this.#changed());
    addEventListener('blur', () => post('askFocus'));
  }

  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** False: nothing was taken, and the words stay in the field. */
  send(body: string): boolean {
    if (body.trim() === '' || charactersOver(body, textBytesMax) > 0) return false;
    this.isRefused = false;
    if (this.#driver) this.#compose(body);
    else {
      this.model.addEarly(body, Date.now());
      this.#watcher?.changed();
    }
    return true;
  }

  isWriting(on: boolean): void {
    this.#dispatch({ type: 'Write', conv: null, on });
  }

  settle(row: Row, action: 'retry' | 'discard'): void {
    const conv = this.model.conversation?.conv;
    if (conv) this.#dispatch({ type: 'Settle', conv, mid: row.mid, action: action === 'retry' ? retryRow : discardRow });
  }

  /** Rows up to this one were on the screen. */
  seen(seq: number): void {
    const conv = this.model.conversation?.conv;
    if (!conv || seq <= this.#seen || !this.isFocused) return;
    this.#seen = seq;
    this.#dispatch({ type: 'Seen', conv, seq });
  }

  /** Is somebody looking at the transcript? */
  get isFocused(): boolean {
    return this.isShown && this.#isVisible && (this.#pageFocus || document.hasFocus());
  }

  retryConnection(): void {
    this.#dispatch({ type: 'Poke' });
  }

  retryStart(): void {
    const wasMissing = this.failure === 'missing';
    this.failure = undefined;
    this.#watcher?.changed();
    if (wasMissing || !this.#wasm) this.post('retryWasm');
    else void this.#start();
  }

  useHere(): void {
    this.isElsewhere = false;
    this.#watcher?.changed();
    this.post('useHere');
  }

  close(): void {
    this.post('close');
  }

  follow(href: string): void {
    this.post('navigate', href);
  }

  #handlers(): Handlers {
    return {
      wasm: (bytes: ArrayBuffer) => {
        this.#wasm = bytes;
        void this.#start();
      },
      wasmFailed: (why: string) => this.#fail('missing', why),
      lead: () => {
        this.#leads = true;
        this.isElsewhere = false;
        this.#watcher?.changed();
        void this.#start();
      },
      yield: () => {
        this.#leads = false;
        this.#stop();
        this.isElsewhere = this.isShown;
        this.#watcher?.changed();
      },
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
        if (visible) this.#dispatch({ type: 'Poke' });
        this.#changed();
      },
      poke: () => this.#dispatch({ type: 'Poke' }),
      page: (page: PageInfo) => (this.#page = page),
      notStored: () => {
        this.isStored = false;
        this.#watcher?.changed();
      },
    };
  }

  async #start(): Promise<void> {
    const wasm = this.#wasm;
    if (!wasm || !this.#leads || this.#driver) return;
    try {
      const [core, stored] = await Promise.all([Core.load(wasm), this.#shell.load()]);
      // Another tab may have taken the chat meanwhile, or another start been quicker.
      if (!this.#leads || this.#driver) return;
      this.model.reset();
      this.#said.look = '';
      this.#driver = new Driver(
        core,
        this.#shell,
        (effects) => this.#take(effects),
        (error) => {
          this.#driver = undefined;
          this.#fail('crash', String(error));
        },
      );
      this.#driver.start({
        role: 1,
        shop: this.config.shop,
        rootHash: bytesOfBase64(this.config.rootHash),
        relayOrigin: this.config.relayOrigin,
        seed: randomBytes(32),
        keys: null,
        stored,
      });
      for (const body of this.model.takeEarly()) this.#compose(body);
    } catch (error) {
      this.#failToLoad(error);
    }
  }

  #failToLoad(error: unknown): void {
    const message = String(error);
    // The browser says it differently everywhere, but it always names the policy.
    const isPolicy = /unsafe-eval|content security policy|csp/i.test(message);
    if (isPolicy) this.post('policy', "script-src 'wasm-unsafe-eval'");
    this.#fail(isPolicy ? 'policy' : 'missing', message);
  }

  #fail(failure: Failure, message: string): void {
    this.failure = failure;
    this.post('problem', failure, `the chat cannot start: ${message}`);
    this.#watcher?.changed();
  }

  #stop(): void {
    this.#driver?.stop();
    this.#driver = undefined;
  }

  #compose(body: string): void {
    const { url, title } = this.#page;
    this.#composed = body;
    this.#dispatch({ type: 'Compose', conv: null, body, page: { url: clipped(url, urlBytesMax), title: clipped(title, titleBytesMax), locale: this.config.language.locale } });
  }

  #dispatch(event: Event): void {
    this.#driver?.dispatch(event);
  }

  // What the Session says.
  #take(effects: ViewEffect[]): void {
    for (const effect of effects) {
      if (this.model.fold(effect)) continue;
      if (effect.type === 'Arrived') this.#arrived(effect);
      if (effect.type === 'Refused') this.#refused(effect.field, effect.message);
    }
    this.#changed();
  }

  #arrived({ row }: Arrived): void {
    if (row.kind !== Kind.text) return;
    this.post('message', { from: this.model.agentOf(row.agent)?.name ?? '', at: row.at });
    this.#watcher?.arrived();
  }

  #refused(field: string, message: string): void {
    if (field.startsWith('compose')) {
      this.isRefused = true;
      this.onRefused(this.#composed);
    }
    this.post('problem', 'refused', `${field}: ${message}`);
  }

  #changed(): void {
    this.#look();
    this.#tellPage();
    this.#watcher?.changed();
  }

  #look(): void {
    const conv = this.model.conversation?.conv ?? null;
    const focused = this.isFocused;
    const look = `${conv ? hexOf(conv) : ''} ${focused}`;
    if (!this.#driver || look === this.#said.look) return;
    this.#said.look = look;
    this.#seen = 0;
    this.#dispatch({ type: 'Look', conv, focused });
    this.#watcher?.changed();
  }

  // The badge, the shop's colour, and the mark by which the next page knows that there is a chat.
  #tellPage(): void {
    const { conversation, connection, shop, bearer, rows } = this.model;
    if (shop && shop.accent !== this.#said.accent) this.post('accent', (this.#said.accent = shop.accent));
    if (!conversation) return;
    if (conversation.unread !== this.#said.unread) {
      this.#said.unread = conversation.unread;
      this.post('unread', conversation.unread);
    }
    const at = rows[rows.length - 1]?.at ?? conversation.openedAt;
    const mark = { at, queued: connection.queued, bearer: bearer ? base64Of(bearer) : '' };
    const text = JSON.stringify(mark);
    if (text === this.#said.mark) return;
    this.#said.mark = text;
    this.post('mark', mark);
  }
}

// Within the limit of the wire, counted as UTF-8.
function clipped(text: string, bytesMax: number): string {
  const over = charactersOver(text, bytesMax);
  return over > 0 ? [...text].slice(0, -over).join('') : text;
}
