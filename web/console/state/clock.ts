// SPDX-License-Identifier: Apache-2.0
// One clock for everything on the screen that counts time: it ticks once a second while somebody
// looks at it, and not at all otherwise.
import { useEffect, useState } from 'preact/hooks';
import { Store, useStore } from './store';

const now = new Store(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export function useNow(): number {
  const [fresh] = useState(() => Date.now());
  useEffect(() => {
    watchers += 1;
    timer ??= setInterval(() => now.set(Date.now()), 1000);
    return () => {
      watchers -= 1;
      if (watchers > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return Math.max(fresh, useStore(now, (value) => value));
}
