// SPDX-License-Identifier: Apache-2.0
// The console's service worker: it keeps the console's own files, so that it opens without the relay.
// It holds exactly the files of one version, each checked against its hash; everything else (the API,
// the socket, another page of the relay) it leaves alone. A newer version waits until no tab runs
// the older one, or until somebody asks for it.

export {};

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface WorkerScope {
  readonly clients: { claim(): Promise<void>; matchAll(options: { includeUncontrolled: boolean }): Promise<{ url: string }[]> };
  skipWaiting(): Promise<void>;
  addEventListener<E extends Event>(name: string, listener: (event: E) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const prefix = 'shopbell-console-';
const { name, integrity } = __OFFLINE_FILES__;

scope.addEventListener<ExtendableEvent>('install', (event) => event.waitUntil(fetchFiles()));
scope.addEventListener<ExtendableEvent>('activate', (event) => event.waitUntil(dropOlder().then(() => scope.clients.claim())));
scope.addEventListener<FetchEvent>('fetch', (event) => {
  const path = pathOf(event.request);
  if (path in integrity) event.respondWith(answer(path, event.request));
});
scope.addEventListener<MessageEvent & ExtendableEvent>('message', (event) => {
  if (event.data === 'take over') void scope.skipWaiting();
  if (event.data === 'take over if alone') event.waitUntil(takeOverIfAlone(event.ports[0]));
});

/** All of them or none: a relay that changes its version meanwhile makes the hashes fail. */
async function fetchFiles(): Promise<void> {
  const cache = await caches.open(prefix + name);
  await cache.addAll(Object.entries(integrity).map(([path, hash]) => new Request(path, { integrity: hash, cache: 'no-cache' })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((one) => one.startsWith(prefix) && one !== prefix + name);
  await Promise.all(older.map((one) => caches.delete(one)));
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(prefix + name);
  // A browser short of room may have dropped it.
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

/** What is read from the console's own address; a page's query means nothing to it. */
function pathOf({ method, url }: Request): string {
  const { origin, pathname } = new URL(url);
  return method === 'GET' && origin === location.origin ? pathname : '';
}

async function takeOverIfAlone(asked: MessagePort | undefined): Promise<void> {
  const pages = await scope.clients.matchAll({ includeUncontrolled: true });
  const consoles = pages.filter(({ url }) => new URL(url).pathname === '/console');
  asked?.postMessage(consoles.length <= 1);
  // Not waited for: it comes true only after this event is over.
  if (consoles.length <= 1) void scope.skipWaiting();
}
