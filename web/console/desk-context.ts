// SPDX-License-Identifier: Apache-2.0
// What every part of the signed-in console can reach without being handed it.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Team } from './session/team';
import type { Belongings, Live } from './session/live';
import type { Desk } from './state/model';
import { type Store, useStore } from './state/store';

export type DialogName = 'keys' | 'passphrase' | 'settings' | 'invite' | 'signOut' | 'forget' | 'erase';

export interface Console {
  live: Live;
  team: Team;
  belongings: Store<Belongings>;
  dialog: Store<DialogName | undefined>;
  /** The browser does not keep what the console gives it: said as long as it stands open. */
  unkept: Store<boolean>;
  /** Own replies that no relay has yet: those that wait, and those that were refused. */
  unsent: () => Promise<number>;
  signOut: () => void;
  /** Signs out, and leaves nothing of the console in this browser. */
  forget: () => void;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error('drawn outside a signed-in console');
  return console;
}

export function useDesk<P>(pick: (desk: Desk) => P): P {
  return useStore(useConsole().live.desk, pick);
}
