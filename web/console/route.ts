// SPDX-License-Identifier: Apache-2.0
// The places that a link can lead to: a setup, an invitation, the recovery. What follows the # never
// reaches the relay; once used it is taken out of the address.
import { Store } from './state/store';

export type Place =
  | { name: 'home' }
  | { name: 'setup'; token: string }
  | { name: 'join'; token: string; secret: string }
  | { name: 'recover' };

export function placeOf(hash: string): Place {
  const [name, value = ''] = hash.replace(/^#/u, '').split('=', 2);
  if (name === 'setup' && value) return { name, token: value };
  if (name === 'join') {
    const [token = '', secret = ''] = value.split('.', 2);
    return { name, token, secret };
  }
  return name === 'recover' ? { name } : { name: 'home' };
}

export const route = new Store<Place>(placeOf(typeof location === 'undefined' ? '' : location.hash));

if (typeof document !== 'undefined') addEventListener('hashchange', () => route.set(placeOf(location.hash)));

/** The link has done its work. */
export function goHome(): void {
  history.replaceState(null, '', '/console');
  route.set({ name: 'home' });
}
