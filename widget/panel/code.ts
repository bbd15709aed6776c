// SPDX-License-Identifier: Apache-2.0
// Runs a later script from text that the page fetched with its integrity (a frame without origin
// has no cache of its own). Where the shop's policy allows no inline script, the same file comes
// from the relay with the same hash.
import { trustedBy } from '../../web/bridge/trusted';
import type { PinnedFile } from './config';
import type { FrameScript, Stage } from './stage';

// One for all scripts: a policy allows its name once.
const trusted = trustedBy(() => undefined);

export function runCode(text: string, { url, integrity }: PinnedFile, enter: (begin: (stage: Stage) => void) => void, more: object = {}): void {
  let hasEntered = false;
  const add = (properties: Partial<FrameScript>): void => {
    const script = document.createElement('script') as FrameScript;
    script.enter = (begin) => {
      hasEntered = true;
      enter(begin);
    };
    document.head.append(Object.assign(script, properties, more));
  };
  // An inline script runs before append() returns, or never.
  add({ textContent: trusted.createScript(text) });
  if (!hasEntered) add({ src: trusted.createScriptURL(url), integrity, crossOrigin: 'anonymous' });
}
