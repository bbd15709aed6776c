// SPDX-License-Identifier: Apache-2.0
// Runs the Session of this tab when the wasm is here, and keeps what is written before that. All that
// is needed for words to go out; what there is to see is the third script's, which watches.
import type { Event, Stored } from '@wire/boundary';
import { textBytesMax, titleBytesMax, urlBytesMax } from '@wire/limits';

import { bytesOfBase64, randomBytes } from '../../web/bridge/bytes';
import { Core } from '../../web/bridge/core';
import type { ViewEffect } from '../../web/bridge/driver';
import { PipeShell, type Handlers, type Post } from '../../web/bridge/pipe';
import { TabSession } from '../../web/bridge/tab-session';
import type { Reader } from '../panel/composer';
import type { PageInfo, PanelMarkup } from '../panel/config';
import { charactersOver } from '../../web/words/length';

export type Failure = 'missing' | 'policy' | 'crash';

/** Words written before there was a Session to take them. */
export interface Early {
  key: string;
  body: string;
  at: number;
}

/** Whoever shows the chat. */
export interface Watcher {
  /** A Session begins, which will say everything anew; these words are in its hands. */
  began(early: Early[]): void;
  took(effects: ViewEffect[]): void;
  /** Something else is different: a failure, early words. */
  changed(): void;
}

export class Chat implements Reader {
  /** The Session cannot run, and why. */
  failure: Failure | undefined;
  /** The Session did not take the last words. */
  isRefused = false;
  early: Early[] = [];
  /** What the page says. */
  readonly handlers: Handlers;

  readonly #session: TabSession;
  #watcher: Watcher | undefined;
  // What a watcher that comes later has missed.
  #begun: Early[] | undefined;
  #missed: ViewEffect[] = [];
  #wasm: ArrayBuffer | undefined;
  // Made before the page is told that a Session can run here, for the first of them.
  #core: Promise<Core> | undefined;
  #page: PageInfo;
  #composed = '';

  constructor(
    private readonly config: PanelMarkup,
    private readonly post: Post,
    private readonly onRefused: (body: string) => void,
  ) {
    this.#page = config.page;
    const shell = new PipeShell(post);
    this.#session = new TabSession(
      shell,
      (effects) => this.#take(effects),
      (error) => {
        // Another tab may fare better.
        post('leave');
        this.#fail('crash', error);
      },
    );
    this.handlers = {
      ...shell.handlers,
      wasm: (bytes: ArrayBuffer) => {
        this.#wasm = bytes;
        void this.#join();
      },
      wasmFailed: (why: string) => this.#fail('missing', why),
      end: () => {
        this.#session.end();
        post('ended');
      },
      begin: (stored: Stored[], term: number) => this.#begin(stored, term),
      merge: (puts: Stored[], removes: string[]) => this.#session.merge(puts, removes),
      news: (effects: ViewEffect[]) => this.#session.news(effects),
      asked: (event: Event | null) => this.#session.asked(event),
      poke: () => this.poke(),
      page: (page: PageInfo) => (this.#page = page),
    };
  }

  /** One tab of this browser has the connection, and rings for all. */
  get leads(): boolean {
    return this.#session.leads;
  }

  /** The core, for what else is to be done with it. */
  get wasm(): ArrayBuffer | undefined {
    return this.#wasm;
  }

  watch(watcher: Watcher): void {
    this.#watcher = watcher;
    if (this.#begun) watcher.began(this.#begun);
    watcher.took(this.#missed);
    this.#missed = [];
  }

  /** False: nothing was taken, and the words stay in the field. */
  send(body: string): boolean {
    if (body.trim() === '' || charactersOver(body, textBytesMax) > 0) return false;
    this.isRefused = false;
    const at = Date.now();
    if (this.#session.runs) this.#compose(body);
    else this.early = [...this.early, { key: `early ${at} ${this.early.length}`, body, at }];
    this.#watcher?.changed();
    return true;
  }

  /** Cards, or a file that lies sealed on this device; `words` are what was written with it. */
  share(content: Uint8Array, blob: Uint8Array | undefined, words: string): void {
    this.tell({ type: 'Share', conv: null, content, files: blob ? [blob] : [] }, words);
  }

  /** Whatever else is said; `words` come back into the field where it is refused. */
  tell(event: Event, words: string): void {
    this.isRefused = false;
    this.#composed = words;
    this.dispatch(event);
  }

  isWriting(on: boolean): void {
    this.dispatch({ type: 'Write', conv: null, on });
  }

  /** Tries at once to connect, or whether the connection still is one. */
  poke(): void {
    this.dispatch({ type: 'Poke' });
  }

  dispatch(event: Event): void {
    this.#session.dispatch(event);
  }

  retryStart(): void {
    const wasMissing = this.failure === 'missing';
    this.failure = undefined;
    this.#watcher?.changed();
    if (wasMissing || !this.#wasm) this.post('retryWasm');
    else void this.#join();
  }

  async #join(): Promise<void> {
    if (!this.#wasm) return;
    try {
      this.#core = Core.load(this.#wasm);
      await this.#core;
      this.post('join');
    } catch (error) {
      // The browser says it differently everywhere, but it always names the policy.
      const isPolicy = /unsafe-eval|content security policy|csp/i.test(String(error));
      if (isPolicy) this.post('policy', "script-src 'wasm-unsafe-eval'");
      this.#fail(isPolicy ? 'policy' : 'missing', error);
    }
  }

  #begin(stored: Stored[], term: number): void {
    if (!this.#wasm) return;
    const { shop, rootHash, relayOrigin } = this.config;
    const core = this.#core ?? Core.load(this.#wasm);
    this.#core = undefined;
    this.#session.begin(core, { role: 1, shop, rootHash: bytesOfBase64(rootHash), relayOrigin, seed: randomBytes(32), keys: null, stored }, term);
    const early = this.early;
    this.early = [];
    this.#begun = early;
    this.#missed = [];
    this.#watcher?.began(early);
    for (const { body } of early) this.#compose(body);
  }

  #fail(failure: Failure, why: unknown): void {
    this.failure = failure;
    this.post('problem', failure, `the chat cannot start: ${String(why)}`);
    this.#watcher?.changed();
  }

  #compose(body: string): void {
    const { url, title } = this.#page;
    this.#composed = body;
    const page = { url: clipped(url, urlBytesMax), title: clipped(title, titleBytesMax), locale: this.config.language.locale };
    this.dispatch({ type: 'Compose', conv: null, body, page });
  }

  #take(effects: ViewEffect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'Refused') continue;
      this.post('problem', 'refused', `${effect.field}: ${effect.message}`);
      if (!/^(compose|share|write_row)/.test(effect.field)) continue;
      this.isRefused = true;
      this.onRefused(this.#composed);
    }
    if (this.#watcher) this.#watcher.took(effects);
    else this.#missed.push(...effects);
  }
}

// Within the limit of the wire, counted as UTF-8.
function clipped(text: string, bytesMax: number): string {
  const over = charactersOver(text, bytesMax);
  return over > 0 ? [...text].slice(0, -over).join('') : text;
}
