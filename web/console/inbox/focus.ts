// SPDX-License-Identifier: Apache-2.0
// Whether somebody is looking: the page is visible and has the focus. Only then is a row read.
import { useEffect, useState } from 'preact/hooks';

export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

export function useLookedAt(): boolean {
  const [looked, setLooked] = useState(isLookedAt);
  useEffect(() => {
    const look = (): void => setLooked(isLookedAt());
    const events = ['focus', 'blur', 'pageshow'] as const;
    for (const event of events) addEventListener(event, look);
    document.addEventListener('visibilitychange', look);
    return () => {
      for (const event of events) removeEventListener(event, look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return looked;
}
