// SPDX-License-Identifier: Apache-2.0
// What can be told of a film or a sound before it is sent: how long, how large, one frame. The
// browser's own player reads them from a blob: URL that lives as long as that takes.
import { previewOf, type Size } from './canvas';
import { pictureProblem } from './header';

/** A player that has not answered by then will not. */
export const posterMsMax = 10_000;
/** The first frame is often black; one this far in seldom is. */
const posterSeconds = 1;

export interface Poster extends Size {
  seconds: number;
  preview: Uint8Array;
}

/** Undefined for what the browser cannot play, has no picture, or takes too long. */
export function posterOf(file: Blob): Promise<Poster | undefined> {
  return played(file, 'video', async (video) => {
    const seconds = await secondsOf(video);
    const size = { width: video.videoWidth, height: video.videoHeight };
    if (pictureProblem({ ...size, frames: 1 })) return undefined;
    await moved(video, 'seeked', Math.min(posterSeconds, seconds / 4));
    return { ...size, seconds, preview: await previewOf(video, size) };
  });
}

/** How long a sound is, in seconds; undefined as above. */
export function soundSeconds(file: Blob): Promise<number | undefined> {
  return played(file, 'audio', secondsOf);
}

async function played<Name extends 'audio' | 'video', Told>(
  file: Blob,
  name: Name,
  ask: (player: HTMLElementTagNameMap[Name]) => Promise<Told | undefined>,
): Promise<Told | undefined> {
  const url = URL.createObjectURL(file);
  const player = document.createElement(name);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, posterMsMax)));
    // Safari shows no frame of a film that is not muted and inline.
    player.muted = true;
    player.setAttribute('playsinline', '');
    player.preload = 'auto';
    player.src = url;
    return await Promise.race([heard(player, 'loadedmetadata').then(() => ask(player)), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    // It lets go of the file and of its decoder now, not when it is collected.
    player.removeAttribute('src');
    player.load();
    URL.revokeObjectURL(url);
  }
}

function heard(player: HTMLMediaElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    player.addEventListener(event, () => resolve(), { once: true });
    player.addEventListener('error', () => reject(new Error('not playable')), { once: true });
  });
}

function moved(player: HTMLMediaElement, event: string, seconds: number): Promise<void> {
  const done = heard(player, event);
  player.currentTime = seconds;
  return done;
}

// What a recorder writes while it records does not say how long it will be: the player finds out
// when it is sent to an end that cannot be.
async function secondsOf(player: HTMLMediaElement): Promise<number> {
  if (player.duration === Infinity) await moved(player, 'seeked', 1e9);
  if (!Number.isFinite(player.duration)) throw new Error('endless');
  return player.duration;
}
