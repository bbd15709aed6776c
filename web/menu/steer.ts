// SPDX-License-Identifier: Apache-2.0
// The keys of an open menu, for every menu of widget and console: arrows walk round, Home and End
// jump, a letter goes to the next item that begins with it, Escape and Tab close (ARIA Authoring
// Practices Guide, menu). Items in a row are walked through by the arrows of their direction, too.

/** What a menu holds, in its order. */
export function itemsOf(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)') ?? [])];
}

/** Nothing else hears a key that was pressed in an open menu. */
export function steer(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const items = itemsOf(root);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const forth = root && getComputedStyle(root).direction === 'rtl' ? -1 : 1;
  const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, ArrowRight: at + forth, ArrowLeft: at - forth, Home: 0, End: -1 };
  const place = places[event.key];
  event.stopPropagation();
  if (place !== undefined) items.at(place % items.length)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return seek(event.key, items, at);
  event.preventDefault();
}

function seek(key: string, items: HTMLElement[], at: number): void {
  if (key.length !== 1 || key === ' ') return;
  const letter = key.toLowerCase();
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  turned.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
}
