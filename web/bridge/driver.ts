// SPDX-License-Identifier: Apache-2.0
// Runs a Session: one queue of events into the core, its effects carried out on the shell (socket,
// disk, deadline) or handed to the screen. The only place where a Session meets a clock.
import type { Effect, Event, Start } from '@wire/boundary';

import type { Core } from './core';
import type { Shell } from './shell';

export type ShellEffect = Extract<Effect, { type: 'Connect' | 'Send' | 'Disconnect' | 'Store' | 'Deadline' }>;
export type ViewEffect = Exclude<Effect, ShellEffect>;

export class Driver {
  #queue: Event[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #core: Core | undefined;
  #url = '';
  #term: number | undefined;
  #running = false;
  #scheduled = false;

  constructor(
    private readonly core: Core | Promise<Core>,
    private readonly shell: Shell,
    private readonly onView: (effects: ViewEffect[]) => void,
    /** The core trapped, or did not come: this Session is over. */
    private readonly onFailure: (error: unknown) => void = (error) => console.error('Shopbell:', error),
  ) {}

  /** What happens before the core is here waits for it. `term`: with which the disk is written. */
  start(start: Omit<Start, 'type'>, term?: number): void {
    this.#running = true;
    this.#url = `${start.relayOrigin}/ws`;
    this.#term = term;
    this.dispatch({ type: 'Start', ...start });
    void this.#load();
  }

  dispatch(event: Event): void {
    if (!this.#running) return;
    this.#queue.push(event);
    if (this.#scheduled || !this.#core) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#run());
  }

  /** What it has not taken comes back. */
  stop(): Event[] {
    const left = this.#queue;
    if (!this.#running) return [];
    this.#running = false;
    this.#queue = [];
    clearTimeout(this.#timer);
    this.shell.disconnect(1000);
    return left;
  }

  async #load(): Promise<void> {
    try {
      this.#core = await this.core;
    } catch (error) {
      return this.#fail(error);
    }
    this.#run();
  }

  #fail(error: unknown): void {
    if (!this.#running) return;
    this.stop();
    this.onFailure(error);
  }

  #run(): void {
    this.#scheduled = false;
    if (!this.#running || !this.#core) return;
    const events = this.#queue;
    this.#queue = [];
    let effects: Effect[];
    try {
      effects = this.#core.handle(events, { monotonic: performance.now(), wall: Date.now() });
    } catch (error) {
      this.#fail(error);
      return;
    }
    const views: ViewEffect[] = [];
    for (const effect of effects) if (!this.#carryOut(effect)) views.push(effect as ViewEffect);
    if (views.length > 0) this.onView(views);
  }

  // False for what only a screen can carry out.
  #carryOut(effect: Effect): boolean {
    switch (effect.type) {
      case 'Connect':
        this.shell.connect(this.#url, {
          open: () => this.dispatch({ type: 'SocketOpened' }),
          frame: (frame) => this.dispatch({ type: 'SocketFrame', frame }),
          close: (code) => this.dispatch({ type: 'SocketClosed', code }),
        });
        return true;
      case 'Send':
        this.shell.send(effect.frame);
        return true;
      case 'Disconnect':
        this.shell.disconnect(effect.code);
        return true;
      case 'Store': {
        const { id, puts, removes } = effect;
        const done = (ok: boolean): void => this.dispatch({ type: 'StoreDone', id, ok });
        this.shell.store(puts, removes, this.#term).then(
          () => done(true),
          () => done(false),
        );
        return true;
      }
      case 'Deadline':
        clearTimeout(this.#timer);
        // A timer that fires a little early finds nothing due, and is set again.
        if (effect.at > 0) this.#timer = setTimeout(() => this.dispatch({ type: 'Wake' }), Math.max(0, effect.at - performance.now()));
        return true;
      default:
        return false;
    }
  }
}
