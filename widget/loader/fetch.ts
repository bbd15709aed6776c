// SPDX-License-Identifier: Apache-2.0
// Files of the relay: code and words only with the hash that the loader was built with (the browser
// refuses a changed byte), pictures only as pictures.
import type { PinnedFile } from '../panel/config';

async function fetchPinned({ url, integrity }: PinnedFile): Promise<Response> {
  const answer = await fetch(url, { integrity, credentials: 'omit', mode: 'cors' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

export async function fetchText(file: PinnedFile): Promise<string> {
  return (await fetchPinned(file)).text();
}

export async function fetchBytes(file: PinnedFile): Promise<ArrayBuffer> {
  return (await fetchPinned(file)).arrayBuffer();
}

/** What the panel names of the relay; throws where it would lie on another host. */
export function onRelay(relay: string, path: string): string {
  const url = new URL(path, relay);
  if (url.origin !== relay) throw new Error(`${path} is not on ${relay}`);
  return url.href;
}

/** Undefined where there is none, or where it would lie on another host than the relay. */
export async function fetchPicture(relay: string, path: string): Promise<{ bytes: ArrayBuffer; type: string } | undefined> {
  try {
    const answer = await fetch(onRelay(relay, path), { credentials: 'omit' });
    const type = answer.headers.get('Content-Type') ?? '';
    // An SVG shown as <img> runs no scripts.
    return answer.ok && type.startsWith('image/') ? { bytes: await answer.arrayBuffer(), type } : undefined;
  } catch {
    return undefined;
  }
}
