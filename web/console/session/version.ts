// SPDX-License-Identifier: Apache-2.0
// The page's side of the service worker. Whoever signs in here gets one, so that the console opens
// offline from then on. A newer version takes over on loading where this is the only tab, else when
// somebody asks: all tabs of a browser run the same version, and drafts outlive the reload.
import { Store } from '../state/store';

/** A newer console has been fetched and waits. */
export const newerWaits = new Store(false);

const scope = '/console';
/** A worker that does not answer within this is not waited for. */
const answerMsMax = 1_000;
const takeOverMsMax = 5_000;
const calmMs = 500;
let registration: ServiceWorkerRegistration | undefined;

/**
 * On loading, before anything else: a version that has waited since the last visit may begin now.
 * Does not resolve where it does so: nothing is drawn that the reload takes away again.
 */
export async function watchVersion(): Promise<void> {
  const workers = workersHere();
  let controlled = Boolean(workers?.controller);
  workers?.addEventListener('controllerchange', () => {
    // The first worker of all takes charge of a page that is of its own version.
    if (controlled) location.reload();
    controlled = true;
  });
  const known = await workers?.getRegistration(scope).catch(() => undefined);
  if (known) watch(known);
  if (!known?.waiting) return;
  await isCalm();
  if (await takesOver(known.waiting)) await new Promise((resolve) => setTimeout(resolve, takeOverMsMax));
}

/**
 * Chromium asks the older worker only once to give way: while that still answers this page's own
 * requests, the ask is lost, and the newer one waits for half a minute of silence.
 */
async function isCalm(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await new Promise((resolve) => setTimeout(resolve, calmMs));
}

/** Whether the version that waits begins now, because no other tab runs the one before. */
function takesOver(waiting: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  waiting.postMessage('take over if alone', [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === true);
    setTimeout(() => resolve(false), answerMsMax);
  });
}

/** From now on this browser opens the console by itself. */
export async function keepForOffline(): Promise<void> {
  try {
    const made = await workersHere()?.register(`${scope}/service-worker.js`, { scope, updateViaCache: 'none' });
    if (made) watch(made);
  } catch (error) {
    console.warn('Shopbell: the console will not open without the relay:', error);
  }
}

function watch(found: ServiceWorkerRegistration): void {
  if (registration === found) return;
  registration = found;
  const look = (): void => newerWaits.set(found.waiting !== null && found.active !== null);
  look();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
}

/** The relay was away: it may have come back as a newer one. */
export function lookForNewer(): void {
  // Out of reach again: the next time then.
  registration?.update().catch(() => undefined);
}

export function takeNewer(): void {
  registration?.waiting?.postMessage('take over');
}

/** Forgets the console's own files as well. */
export async function dropOffline(): Promise<void> {
  await registration?.unregister();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('shopbell-console-')).map((name) => caches.delete(name)));
}

function workersHere(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}
