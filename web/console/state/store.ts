// SPDX-License-Identifier: Apache-2.0
// One observable value and the hook that draws a part of it. A screen is drawn again only when the
// part that it picked has changed.
import { useEffect, useState } from 'preact/hooks';

export class Store<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(next: T): void {
    if (Object.is(next, this.value)) return;
    this.value = next;
    for (const listener of [...this.listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The picked part of a store; `pick` must return the same object while nothing in it changed. */
export function useStore<T, P>(store: Store<T>, pick: (value: T) => P): P {
  const [, redraw] = useState({});
  const picked = pick(store.get());
  useEffect(() => {
    let seen = pick(store.get());
    const look = (): void => {
      const now = pick(store.get());
      if (Object.is(now, seen)) return;
      seen = now;
      redraw({});
    };
    if (!Object.is(seen, picked)) redraw({});
    return store.subscribe(look);
    // The hook subscribes anew when its store or its picked value changes, so `seen` is current.
  }, [store, picked]);
  return picked;
}
