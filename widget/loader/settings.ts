// SPDX-License-Identifier: Apache-2.0
// What the snippet says in its data-* attributes. A mistake is named in the console; everything but
// the shop itself has a default, so that a typing error in a colour does not cost the shop its chat.
import type { Theme } from '../panel/config';
import type { Said } from './offer';

export interface Settings {
  /** Origin that the loader came from: http(s)://host[:port]. */
  relay: string;
  shop: string;
  /** BLAKE2b hash of the shop's root key, base64url. */
  rootHash: string;
  /** #rrggbb; empty: the shop's own. */
  accent: string;
  side: 'start' | 'end' | 'left' | 'right';
  /** CSS pixels from the side, and from the bottom where they differ: "20" or "20 96". */
  offset: string;
  locale: string;
  theme: Theme;
  'z-index': string;
  /** What the page said last of what it has before the shopper. */
  said?: Said;
}

export const complain = (message: string): void => console.error(`Shopbell: ${message}`);

// What each attribute may be, and what it is without a word.
const rules: Record<string, [RegExp, string]> = {
  accent: [/^#([\da-f]{3}){1,2}$/i, ''],
  side: [/^(start|end|left|right)$/, 'end'],
  offset: [/^\d{1,3}( \d{1,3})?$/, '20'],
  locale: [/./, ''],
  theme: [/^(auto|light|dark)$/, 'auto'],
  'z-index': [/^\d{1,10}$/, '2147483000'],
};

export function readSettings(script: HTMLScriptElement): Settings | undefined {
  const [, shop, rootHash] = /^([a-z\d-]{1,32})\.([\w-]{43})$/.exec(script.dataset['shop'] ?? '') ?? [];
  if (!shop) {
    complain('data-shop must be SHOP.ROOTHASH');
    return undefined;
  }
  const settings: Record<string, string | undefined> = { relay: new URL(script.src).origin, shop, rootHash };
  for (const [name, [rule, standard]] of Object.entries(rules)) {
    const given = script.getAttribute(`data-${name}`) ?? standard;
    const isGood = given === standard || rule.test(given);
    if (!isGood) complain(`data-${name} must match ${rule.source}`);
    settings[name] = isGood ? given : standard;
  }
  return settings as unknown as Settings;
}
