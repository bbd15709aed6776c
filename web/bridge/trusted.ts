// SPDX-License-Identifier: Apache-2.0
// Under Trusted Types the few places that take markup or script go through one policy, "shopbell".
// It lets through what the caller made: every caller builds it from the relay's own pinned files.

type Rule = (value: string) => string;

export interface Trusted {
  createHTML: Rule;
  createScript: Rule;
  createScriptURL: Rule;
}

const same: Rule = (value) => value;

/** `onRefused` hears that the page allows no policy of this name. */
export function trustedBy(onRefused: () => void): Trusted {
  const rules: Trusted = { createHTML: same, createScript: same, createScriptURL: same };
  try {
    const { trustedTypes } = window as unknown as { trustedTypes?: { createPolicy(name: string, rules: Trusted): Trusted } };
    return trustedTypes?.createPolicy('shopbell', rules) ?? rules;
  } catch {
    onRefused();
    return rules;
  }
}
