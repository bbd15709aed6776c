// SPDX-License-Identifier: Apache-2.0
// The real Live: a Session in the console's wasm, driven by this page's socket and disk. Made once
// per sign-in by whoever leads among the tabs.
import { decodeKeptOutboxRow, type Event, type Stored } from '@wire/boundary';
import type { SignedRoster } from '@wire/wire';
import { ConsoleCore } from '../../bridge/console-core';
import { Disk, type DiskProblem } from '../../bridge/disk';
import { Driver, type ViewEffect } from '../../bridge/driver';
import { PageShell } from '../../bridge/shell';
import { fold, rowOf } from '../state/fold';
import { type PlacedRow, emptyDesk, type Id } from '../state/model';
import { Store } from '../state/store';
import { bytesOfHex, hexOf, randomBytes } from '../../bridge/bytes';
import { fetchCore } from './keywork';
import { lookForNewer } from './version';
import type { Live } from './live';
import type { SignedIn } from './signed-in';

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
  arrived: (arrival: PlacedRow) => void;
  roster: (roster: SignedRoster) => void;
  /** `kept` are the words that came last, when it was them that the Session refused. */
  refused: (field: string, message: string, limit: number, kept: Said | undefined) => void;
  /** Empty: what was wrong with the disk is over. */
  problem: (problem: DiskProblem) => void;
  broken: (error: unknown) => void;
}

export interface Connected {
  live: Live;
  unsent: () => Promise<number>;
  stop: () => void;
}

export function agentDisk(shop: string, onProblem?: (problem: DiskProblem) => void): Disk {
  return new Disk({ shop, role: 'agent' }, onProblem);
}

export async function connect(session: SignedIn, looking: Id | undefined, hearing: Hearing): Promise<Connected> {
  const me = { id: hexOf(session.agent), name: session.name, role: session.role, email: session.email };
  const blank = { name: '', accent: '#2c59c4', greeting: '', away: '', origins: [] };
  const desk = new Store({ ...emptyDesk(me, blank), looking });
  const disk = agentDisk(session.shop, hearing.problem);
  const core = await ConsoleCore.load(await fetchCore());
  let said: Said | undefined;
  const listen = (effects: ViewEffect[]): void => {
    const before = desk.get().connection.state;
    desk.update((value) => fold(value, effects));
    for (const effect of effects) hear(effect, hearing, said);
    const now = desk.get().connection.state;
    if (now === 'online' && before !== 'online') lookForNewer();
    if (!desk.get().listed && now !== 'idle' && now !== 'connecting') {
      setTimeout(() => desk.update((value) => ({ ...value, listed: true })), now === 'online' ? listedAfterMs : 0);
    }
  };
  const driver = new Driver(core, new PageShell(disk), listen, hearing.broken);
  driver.start({
    role: agentRole,
    shop: session.shop,
    rootHash: session.rootHash,
    relayOrigin: location.origin.replace(/^http/u, 'ws'),
    seed: randomBytes(32),
    keys: session.keys,
    stored: await disk.load(),
    follow: false,
  });
  const stopPoking = pokeOnReturn(() => driver.dispatch({ type: 'Poke' }));
  const stop = (): void => {
    stopPoking();
    driver.stop();
  };
  const unsent = async (): Promise<number> => desk.get().connection.queued + refusedOf(await disk.load());
  return { live: liveOf(desk, (event) => driver.dispatch(event), (words) => (said = words)), unsent, stop };
}

/** Replies that were refused for good wait for a decision; the Session does not count them as waiting. */
function refusedOf(kept: Stored[]): number {
  return kept.filter(({ key, value }) => key.startsWith('out/') && decodeKeptOutboxRow(value).halted !== 0).length;
}

function hear(effect: ViewEffect, hearing: Hearing, said: Said | undefined): void {
  if (effect.type === 'Arrived') hearing.arrived({ conv: hexOf(effect.conv), row: rowOf(effect.row) });
  if (effect.type === 'ShopChanged' && effect.roster) hearing.roster(effect.roster);
  if (effect.type === 'Refused') {
    hearing.refused(effect.field, effect.message, effect.limit, effect.field.startsWith('compose') ? said : undefined);
  }
}

function liveOf(desk: Live['desk'], tell: (event: Event) => void, remember: (said: Said) => void): Live {
  const conv = (id: Id): Uint8Array => bytesOfHex(id);
  const change = (id: Id, event: number, agent: Id | null): void =>
    tell({ type: 'Act', conv: conv(id), event, agent: agent ? bytesOfHex(agent) : null });
  return {
    desk,
    look: (id, focused) => tell({ type: 'Look', conv: id ? conv(id) : null, focused }),
    seen: (id, seq) => tell({ type: 'Seen', conv: conv(id), seq }),
    say: (id, words) => {
      remember({ conv: id, words });
      tell({ type: 'Compose', conv: conv(id), body: words, page: null });
    },
    write: (id, on) => tell({ type: 'Write', conv: conv(id), on }),
    close: (id) => change(id, act.close, null),
    reopen: (id) => change(id, act.reopen, null),
    assign: (id, agent) => change(id, act.assign, agent),
    erase: (id) => change(id, act.erase, null),
    search: (query) => tell({ type: 'Search', query }),
    attend: (state) => tell({ type: 'Attend', state: state === 'away' ? 1 : 2 }),
    retryRow: (id, mid) => tell({ type: 'Settle', conv: conv(id), mid: bytesOfHex(mid), action: settle.retry }),
    discardRow: (id, mid) => tell({ type: 'Settle', conv: conv(id), mid: bytesOfHex(mid), action: settle.discard }),
    retryNow: () => tell({ type: 'Poke' }),
  };
}

/** The network came back, or somebody looks again: no reason to wait for the next try. */
function pokeOnReturn(poke: () => void): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') poke();
  };
  addEventListener('online', poke);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', poke);
    document.removeEventListener('visibilitychange', visible);
  };
}
