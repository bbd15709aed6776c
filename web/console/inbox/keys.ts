// SPDX-License-Identifier: Apache-2.0
// The one table of the console's keys: the handler, the tips and the list under `?` all read it.
// Plain letters work while no field has the focus; those with Alt work everywhere.
import type { Key } from '../text';

export type Command =
  | 'next' | 'previous' | 'open' | 'search' | 'reply' | 'close' | 'assign' | 'transfer' | 'details' | 'list'
  | 'undo' | 'help' | 'nextAnywhere' | 'previousAnywhere' | 'longest' | 'attend'
  | 'tabWaiting' | 'tabMine' | 'tabAll' | 'tabClosed';

export interface Shortcut {
  command: Command;
  /** As shown and as aria-keyshortcuts; the first one is the one in tips. */
  keys: readonly string[];
  words: Key;
  group: 'list' | 'conversation' | 'anywhere';
}

export const shortcuts: readonly Shortcut[] = [
  { command: 'next', keys: ['j', 'ArrowDown'], words: 'keys.next', group: 'list' },
  { command: 'previous', keys: ['k', 'ArrowUp'], words: 'keys.previous', group: 'list' },
  { command: 'open', keys: ['Enter'], words: 'keys.open', group: 'list' },
  { command: 'search', keys: ['/'], words: 'keys.search', group: 'list' },
  { command: 'reply', keys: ['r'], words: 'keys.reply', group: 'conversation' },
  { command: 'close', keys: ['e'], words: 'keys.close', group: 'conversation' },
  { command: 'assign', keys: ['a'], words: 'keys.assign', group: 'conversation' },
  { command: 'transfer', keys: ['t'], words: 'keys.transfer', group: 'conversation' },
  { command: 'details', keys: ['i'], words: 'keys.details', group: 'conversation' },
  { command: 'list', keys: ['Escape'], words: 'keys.list', group: 'conversation' },
  { command: 'nextAnywhere', keys: ['Alt+ArrowDown'], words: 'keys.nextAnywhere', group: 'anywhere' },
  { command: 'previousAnywhere', keys: ['Alt+ArrowUp'], words: 'keys.previousAnywhere', group: 'anywhere' },
  { command: 'longest', keys: ['Alt+l'], words: 'keys.longest', group: 'anywhere' },
  { command: 'attend', keys: ['Alt+s'], words: 'keys.attend', group: 'anywhere' },
  { command: 'tabWaiting', keys: ['Alt+1'], words: 'keys.tabWaiting', group: 'anywhere' },
  { command: 'tabMine', keys: ['Alt+2'], words: 'keys.tabMine', group: 'anywhere' },
  { command: 'tabAll', keys: ['Alt+3'], words: 'keys.tabAll', group: 'anywhere' },
  { command: 'tabClosed', keys: ['Alt+4'], words: 'keys.tabClosed', group: 'anywhere' },
  { command: 'undo', keys: ['z'], words: 'keys.undo', group: 'anywhere' },
  { command: 'help', keys: ['?'], words: 'keys.help', group: 'anywhere' },
];

export interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
  /** A field, a menu or a control that wants plain keys has the focus. */
  typing: boolean;
}

/** The command that was pressed. By place for Alt: there the letters differ between systems. */
export function commandOf(pressed: Pressed): Command | undefined {
  if (pressed.isComposing || pressed.ctrlKey || pressed.metaKey) return undefined;
  const name = pressed.altKey ? `Alt+${plainOf(pressed)}` : pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  const found = shortcuts.find((shortcut) => shortcut.keys.includes(name));
  if (!found || (pressed.typing && !pressed.altKey)) return undefined;
  return found.command;
}

function plainOf({ code, key }: Pressed): string {
  if (code.startsWith('Digit')) return code.slice(5);
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  return key;
}

export function keysOf(command: Command): string | undefined {
  return shortcuts.find((shortcut) => shortcut.command === command)?.keys[0];
}
