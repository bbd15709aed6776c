// SPDX-License-Identifier: Apache-2.0
// What the console's tabs tell each other beside their Sessions (web/bridge/tabs.ts): that somebody
// signed in or out, that something in Keep was written, who looks where. Words stay out of it.
import { join, type Handlers } from '../../bridge/pipe';
import type { Id } from '../state/model';

interface Sayings {
  /** Whoever hears it begins anew. */
  signedIn: [];
  signedOut: [];
  /** The session in Keep is newer than one's own. */
  session: [];
  settings: [];
  draft: [conv: Id];
  /** By the leader: these shoppers are on the shop's page. */
  online: [convs: Id[]];
  /** By the leader, before it rings; whoever is looked at answers. */
  whoLooks: [];
  /** Empty: at no conversation. */
  looks: [conv: Id];
}

export type Saying = keyof Sayings;

const handlers: Handlers = {};
const post = join(new BroadcastChannel('shopbell-console') as unknown as MessagePort, handlers);

/** To every other tab; a tab does not hear itself. */
export function say<S extends Saying>(saying: S, ...values: Sayings[S]): void {
  post(saying, ...values);
}

/** One listener for each; the later one stands. */
export function hear<S extends Saying>(saying: S, listener: (...values: Sayings[S]) => void): void {
  handlers[saying] = listener;
}
