// SPDX-License-Identifier: Apache-2.0
// The page's side of the service worker: it registers it, so that the console opens offline, and
// sees a newer version come. That one takes over at once where this is the only tab, else when
// somebody asks: all tabs of a browser run the same version, and drafts outlive the reload.
import { Store } from '../state/store';

/** A newer console has been fetched and waits. */
export const newerWaits = new Store(false);

const scope = '/console';
let registration: ServiceWorkerRegistration | undefined;

export async function keepForOffline(): Promise<void> {
  const workers = workersHere();
  if (!workers) return;
  let controlled = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    // The first worker of all takes charge of a page that is of its own version.
    if (controlled) location.reload();
    controlled = true;
  });
  // One that has waited since the last visit, not one that comes while somebody is at work.
  const before = await workers.getRegistration(scope).catch(() => undefined);
  before?.waiting?.postMessage('take over if alone');
  try {
    registration = await workers.register(`${scope}/service-worker.js`, { scope, updateViaCache: 'none' });
  } catch (error) {
    console.warn('Shopbell: the console will not open without the relay:', error);
    return;
  }
  notice(registration);
  registration.addEventListener('updatefound', () => {
    const fresh = registration?.installing;
    fresh?.addEventListener('statechange', () => registration && notice(registration));
  });
}

function notice({ waiting }: ServiceWorkerRegistration): void {
  newerWaits.set(Boolean(waiting) && workersHere()?.controller !== null);
}

/** The relay was away: it may have come back as a newer one. */
export function lookForNewer(): void {
  // Out of reach again: the next time then.
  registration?.update().catch(() => undefined);
}

export function takeNewer(): void {
  registration?.waiting?.postMessage('take over');
}

/** Forgets the console's own files as well; the next visit brings them again. */
export async function dropOffline(): Promise<void> {
  const known = await workersHere()?.getRegistration(scope);
  await known?.unregister();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('shopbell-console-')).map((name) => caches.delete(name)));
}

function workersHere(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}
