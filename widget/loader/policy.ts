// SPDX-License-Identifier: Apache-2.0
// A page's Content-Security-Policy may refuse parts of the chat. The browser's own report names a
// directive; this one says what to add to it.
import { complain } from './settings';

export function explainViolations(relay: string): void {
  const socket = relay.replace(/^http/, 'ws');
  const told = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective, disposition }) => {
    const isOurs = blockedURI.startsWith(relay) || blockedURI.startsWith(socket);
    if (!isOurs || disposition !== 'enforce' || told.has(effectiveDirective)) return;
    told.add(effectiveDirective);
    explainMissing(effectiveDirective.startsWith('script') ? `script-src ${relay}` : `${effectiveDirective} ${relay} ${socket}`);
  });
}

export function explainMissing(addition: string): void {
  complain(`this page's Content-Security-Policy stops the chat. Add to it: ${addition}`);
}
