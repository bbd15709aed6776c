// SPDX-License-Identifier: Apache-2.0
// A further script of ours on the page, with the hash that this one was built with. It hands in its
// door when it runs.
import type { Trusted } from '../../web/bridge/trusted';
import type { PinnedFile } from '../panel/config';

export interface DoorScript<Door> extends HTMLScriptElement {
  enter(door: Door): void;
}

export function runScript<Door>(trusted: Trusted, { url, integrity }: PinnedFile): Promise<Door> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script') as DoorScript<Door>;
    Object.assign(script, {
      src: trusted.createScriptURL(url),
      integrity,
      crossOrigin: 'anonymous',
      enter: resolve,
      onerror: () => reject(new Error(`no ${url}; Content-Security-Policy needs its script-src`)),
    });
    document.head.append(script);
  });
}
