// SPDX-License-Identifier: Apache-2.0
// The real Live: a Session in the console's wasm, in every tab of this browser. One of the tabs has
// the connection (web/bridge/tabs.ts); the others show and write as well, and nothing that a screen
// asks of its Live depends on which it is.
import { decodeKeptOutboxRow, type Event, type Stored } from '@wire/boundary';
import type { SignedRoster } from '@wire/wire';
import { ConsoleCore } from '../../bridge/console-core';
import { Disk, type DiskProblem } from '../../bridge/disk';
import type { ViewEffect } from '../../bridge/driver';
import { PageShell } from '../../bridge/shell';
import { TabSession, type TabShell } from '../../bridge/tab-session';
import { Tabs, type TabEvents } from '../../bridge/tabs';
import { fold, rowOf, withOnline } from '../state/fold';
import { type PlacedRow, emptyDesk, type Desk, type Id } from '../state/model';
import { Store } from '../state/store';
import { bytesOfHex, hexOf, randomBytes } from '../../bridge/bytes';
import { ConsoleFiles } from './files';
import { fetchCore } from './keywork';
import { lookForNewer } from './version';
import type { Live } from './live';
import type { SignedIn } from './signed-in';
import { hear, say } from './together';

const agentRole = 2;
const act = { close: 1, reopen: 2, assign: 3, erase: 5 } as const;
const settle = { retry: 1, discard: 2 } as const;
/** An inbox that holds nothing says nothing: after this long online, the list is taken as empty. Offline
    it is what the disk held. */
const listedAfterMs = 600;

export interface Said {
  conv: Id;
  words: string;
}

export interface Hearing {
  /** In one tab only. */
  arrived: (arrival: PlacedRow) => void;
  roster: (roster: SignedRoster) => void;
  /** `kept` are the words that came last, when it was them that the Session refused. */
  refused: (field: string, message: string, limit: number, kept: Said | undefined) => void;
  /** Empty: what was wrong with the disk is over. */
  problem: (problem: DiskProblem) => void;
  broken: (error: unknown) => void;
  /** Asked when the connection becomes this tab's. */
  isAway: () => boolean;
  /** Another tab has signed out: nothing may be written any more. */
  forgotten: () => void;
}

const unhearing: TabEvents = {
  end: () => undefined,
  begin: () => undefined,
  merge: () => undefined,
  news: () => undefined,
  asked: () => undefined,
  forgotten: () => undefined,
};

/** Removes what this browser holds of the shop's conversations, and has the other tabs do so. */
export async function forgetShop(shop: string): Promise<void> {
  await tabsOf(shop, new Disk({ shop, role: 'agent' }), unhearing).forget();
}

function tabsOf(shop: string, disk: Disk, on: TabEvents): Tabs {
  return new Tabs(`shopbell:${shop}:agent`, disk, on);
}

export class Connected {
  readonly live: Live;
  readonly #desk: Store<Desk>;
  readonly #disk: Disk;
  readonly #files: ConsoleFiles;
  readonly #tabs: Tabs;
  readonly #session: TabSession;
  readonly #stopPoking: () => void;
  #said: Said | undefined;
  // What a Session that begins is told first.
  #look: Extract<Event, { type: 'Look' }> = { type: 'Look', conv: null, focused: false };
  #toldOnline = '';

  static async begin(signedIn: SignedIn, looking: Id | undefined, hearing: Hearing): Promise<Connected> {
    return new Connected(signedIn, await fetchCore(), looking, hearing);
  }

  private constructor(
    private readonly signedIn: SignedIn,
    private readonly wasm: ArrayBuffer,
    looking: Id | undefined,
    private readonly hearing: Hearing,
  ) {
    const { agent, name, role, email, shop } = signedIn;
    const blank = { name: '', accent: '#2c59c4', greeting: '', away: '', origins: [], fileBytesMax: 0, filesAtOnceMax: 0 };
    this.#desk = new Store<Desk>({ ...emptyDesk({ id: hexOf(agent), name, role, email }, blank), looking });
    this.#disk = new Disk({ shop, role: 'agent' }, (problem) => hearing.problem(problem));
    this.#tabs = tabsOf(shop, this.#disk, {
      end: () => this.#session.end(),
      begin: (stored, term) => this.#begin(stored, term),
      merge: (puts, removes) => this.#session.merge(puts, removes),
      news: (effects) => this.#news(effects),
      asked: (event) => this.#asked(event),
      forgotten: () => hearing.forgotten(),
    });
    this.#session = new TabSession(
      shellOf(this.#tabs),
      (effects) => this.#listen(effects),
      (error) => {
        // Another tab may fare better.
        this.#tabs.leave();
        hearing.broken(error);
      },
    );
    hear('online', (convs) => {
      if (!this.#session.leads) this.#desk.update((desk) => withOnline(desk, new Set(convs)));
    });
    this.#files = new ConsoleFiles(
      shop,
      wasm,
      () => ({ bytesMax: this.#desk.get().shop.fileBytesMax, atOnceMax: this.#desk.get().shop.filesAtOnceMax }),
      (blob, code) => this.#tell({ type: 'Uploaded', blob, code }),
    );
    this.live = liveOf(this.#desk, this.#files, (event) => this.#tell(event), (said) => (this.#said = said));
    this.#stopPoking = pokeOnReturn(() => this.#tell({ type: 'Poke' }), () => this.#tabs.leave());
    this.#tabs.join();
  }

  /** Own replies that no relay has yet, and what else was done here: what waits, and what was refused. */
  async unsent(): Promise<number> {
    const kept = await this.#disk.load(false);
    return kept.filter(({ key, value }) => key.startsWith('out/') && decodeKeptOutboxRow(value).author === 0).length;
  }

  /** Nothing is heard or written from now on. */
  stop(): void {
    this.#stopPoking();
    this.#session.end();
    this.#tabs.leave();
  }

  /** Removes what is kept, here and, unless they know, in the other tabs. */
  async forget(tellOthers: boolean): Promise<void> {
    this.stop();
    await Promise.all([this.#tabs.forget(tellOthers), this.#files.wipe()]);
  }

  #begin(stored: Stored[], term: number): void {
    this.#desk.update((desk) => ({ ...desk, anew: true, online: term > 0 ? undefined : (desk.online ?? new Set()) }));
    const { shop, rootHash, keys } = this.signedIn;
    const relayOrigin = location.origin.replace(/^http/u, 'ws');
    this.#session.begin(ConsoleCore.load(this.wasm), { role: agentRole, shop, rootHash, relayOrigin, seed: randomBytes(32), keys, stored }, term);
    this.#session.dispatch(this.#look);
    if (term > 0) this.#session.dispatch(attending(this.hearing.isAway()));
  }

  #tell(event: Event): void {
    if (event.type === 'Look') this.#look = event;
    this.#session.dispatch(event);
  }

  #news(effects: ViewEffect[]): void {
    const before = this.#desk.get().connection.state;
    this.#session.news(effects);
    if (before === 'online' || this.#desk.get().connection.state !== 'online') return;
    // Another tab leads perhaps: it has not heard what is on this screen.
    this.#session.dispatch({ type: 'Look', conv: null, focused: false });
    this.#session.dispatch(this.#look);
  }

  #asked(event: Event | null): void {
    this.#session.asked(event);
    this.#tellOnline(true);
  }

  #listen(effects: ViewEffect[]): void {
    const before = this.#desk.get().connection.state;
    this.#desk.update((value) => fold(value, effects));
    for (const effect of effects) this.#hear(effect);
    if (this.#session.leads) this.#tellOnline(false);
    const now = this.#desk.get().connection.state;
    if (now === 'online' && before !== 'online') lookForNewer();
    if (!this.#desk.get().listed && now !== 'idle' && now !== 'connecting') {
      setTimeout(() => this.#desk.update((value) => ({ ...value, listed: true })), now === 'online' ? listedAfterMs : 0);
    }
  }

  #hear(effect: ViewEffect): void {
    const { arrived, roster, refused } = this.hearing;
    this.#files.took(effect);
    if (effect.type === 'Arrived' && this.#session.leads) arrived({ conv: hexOf(effect.conv), row: rowOf(effect.row) });
    if (effect.type === 'ShopChanged' && effect.roster) roster(effect.roster);
    if (effect.type === 'Refused') {
      refused(effect.field, effect.message, effect.limit, /^(compose|share|write_row)/u.test(effect.field) ? this.#said : undefined);
    }
  }

  // Who is on the shop's page is in no row of the disk.
  #tellOnline(isAsked: boolean): void {
    const convs = [...this.#desk.get().conversations.values()].filter(({ online }) => online).map(({ id }) => id);
    if (!isAsked && convs.join() === this.#toldOnline) return;
    this.#toldOnline = convs.join();
    say('online', convs);
  }
}

function shellOf(tabs: Tabs): TabShell {
  const more: Pick<TabShell, 'tell' | 'ask'> = { tell: (news) => tabs.tell(news), ask: (event) => tabs.ask(event) };
  return Object.assign(new PageShell(tabs), more);
}

function attending(isAway: boolean): Event {
  return { type: 'Attend', state: isAway ? 1 : 2 };
}

function liveOf(desk: Live['desk'], files: ConsoleFiles, tell: (event: Event) => void, remember: (said: Said) => void): Live {
  const conv = (id: Id): Uint8Array => bytesOfHex(id);
  const change = (id: Id, event: number, agent: Id | null): void =>
    tell({ type: 'Act', conv: conv(id), event, agent: agent ? bytesOfHex(agent) : null });
  return {
    desk,
    files,
    look: (id, focused) => tell({ type: 'Look', conv: id ? conv(id) : null, focused }),
    seen: (id, seq) => tell({ type: 'Seen', conv: conv(id), seq }),
    say: (id, words) => {
      remember({ conv: id, words });
      tell({ type: 'Compose', conv: conv(id), body: words, page: null });
    },
    share: (id, content, blob, words) => {
      remember({ conv: id, words });
      tell({ type: 'Share', conv: conv(id), content, files: [blob] });
    },
    tell: (id, event, words) => {
      remember({ conv: id, words });
      tell(event);
    },
    sendCards: (id, content) => {
      remember({ conv: id, words: '' });
      tell({ type: 'Share', conv: conv(id), content, files: [] });
    },
    write: (id, on) => tell({ type: 'Write', conv: conv(id), on }),
    close: (id) => change(id, act.close, null),
    reopen: (id) => change(id, act.reopen, null),
    assign: (id, agent) => change(id, act.assign, agent),
    erase: (id) => change(id, act.erase, null),
    search: (query) => tell({ type: 'Search', query }),
    attend: (state) => tell(attending(state === 'away')),
    retryRow: (id, mid) => tell({ type: 'Settle', conv: conv(id), mid: bytesOfHex(mid), action: settle.retry }),
    discardRow: (id, mid) => tell({ type: 'Settle', conv: conv(id), mid: bytesOfHex(mid), action: settle.discard }),
    retryNow: () => tell({ type: 'Poke' }),
  };
}

/** The network came back, or somebody looks again: no reason to wait for the next try. */
function pokeOnReturn(poke: () => void, leave: () => void): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') poke();
  };
  // A page that is kept for "back" holds neither lock nor connection, and begins anew.
  const shown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) location.reload();
  };
  addEventListener('online', poke);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', shown);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', poke);
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', shown);
    document.removeEventListener('visibilitychange', visible);
  };
}
