// SPDX-License-Identifier: Apache-2.0
// The Session of one tab: begun anew at each change of its part (tabs.ts), told what the others have
// stored. A screen sees one stream of effects: what only a connection knows comes from the leader's
// Session in a follower's tab too, and what only a connection can carry goes there.
import type { Event, Start, Stored } from '@wire/boundary';

import type { Core } from './core';
import { Driver, type ViewEffect } from './driver';
import type { Shell } from './shell';

export interface TabShell extends Shell {
  /** As leader, for those that follow. */
  tell(news: ViewEffect[]): void;
  /** As follower, for the leader to do; null: only for its news. */
  ask(event: Event | null): void;
}

export class TabSession {
  #driver: Driver | undefined;
  #leads = false;
  // Told by this leader: the newest of each kind.
  #told = new Map<string, ViewEffect>();
  // Kinds that this follower hears from its leader.
  #heard = new Set<string>();
  // Said while no Session ran, or to one that ended before it could take it: for the next.
  #unheard: Event[] = [];

  constructor(
    private readonly shell: TabShell,
    private readonly onView: (effects: ViewEffect[]) => void,
    /** This Session is over: its core trapped, or there is none. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get leads(): boolean {
    return this.#leads;
  }

  get runs(): boolean {
    return this.#driver !== undefined;
  }

  /** `term`: 0 for one that follows. */
  begin(core: Promise<Core>, start: Omit<Start, 'type' | 'follow'>, term: number): void {
    this.end();
    this.#leads = term > 0;
    this.#told.clear();
    this.#heard = new Set(['Arrived']);
    this.#driver = new Driver(
      core,
      this.shell,
      (effects) => this.#view(effects),
      (error) => {
        this.end();
        this.onFailure(error);
      },
    );
    this.#driver.start({ ...start, follow: !this.#leads }, term);
    for (const event of this.#unheard.splice(0)) this.dispatch(event);
  }

  end(): void {
    const left = this.#driver?.stop() ?? [];
    this.#driver = undefined;
    for (const event of left) this.dispatch(event);
  }

  dispatch(event: Event): void {
    const { type } = event;
    if (!this.#driver) {
      if (/^(Compose|Share|WriteRow|Act|Settle)$/.test(type)) this.#unheard.push(event);
    } else if (!this.#leads && /^(Write|Poke|Attend)$/.test(type)) this.shell.ask(event);
    else this.#driver.dispatch(event);
  }

  merge(puts: Stored[], removes: string[]): void {
    this.#driver?.dispatch({ type: 'Merge', puts, removes });
  }

  /** From the leader. */
  news(effects: ViewEffect[]): void {
    for (const { type } of effects) this.#heard.add(type);
    this.onView(effects);
  }

  /** By a follower. */
  asked(event: Event | null): void {
    if (event) this.#driver?.dispatch(event);
    this.shell.tell([...this.#told.values()]);
  }

  #view(effects: ViewEffect[]): void {
    if (!this.#leads) return this.onView(effects.filter((effect) => !isNews(effect) || !this.#heard.has(effect.type)));
    const news = effects.filter(isNews);
    for (const effect of news) this.#remember(effect);
    if (news.length > 0) this.shell.tell(news.map(withoutWords));
    this.onView(effects);
  }

  #remember(effect: ViewEffect): void {
    if (effect.type === 'Arrived') return;
    const { type, agent, conv } = effect as { type: string; agent?: Uint8Array; conv?: Uint8Array };
    const key = `${type} ${String(agent ?? conv)}`;
    // Moved to the end: the newest is told last.
    this.#told.delete(key);
    this.#told.set(key, effect);
  }
}

// Between tabs the page's own scripts can listen. Who follows has the words from the disk, sealed.
function withoutWords(effect: ViewEffect): ViewEffect {
  return effect.type === 'Arrived' ? { ...effect, row: { ...effect.row, body: '', page: null, content: new Uint8Array(), pub: new Uint8Array() } } : effect;
}

/** What a connection brings, and no disk. */
function isNews({ type }: ViewEffect): boolean {
  return /^(Connection|Shop|Presence|Typing)Changed|Arrived/.test(type);
}
