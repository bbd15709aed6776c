// SPDX-License-Identifier: Apache-2.0
// What every part of the signed-in console can reach without being handed it.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Team } from './session/team';
import type { Belongings, Live } from './session/live';
import type { Desk } from './state/model';
import { type Store, useStore } from './state/store';

export type DialogName = 'keys' | 'passphrase' | 'settings' | 'invite' | 'signOut';

export interface Console {
  live: Live;
  team: Team;
  belongings: Store<Belongings>;
  dialog: Store<DialogName | undefined>;
  signOut: () => void;
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
