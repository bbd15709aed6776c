// SPDX-License-Identifier: Apache-2.0
// The stable face of somebody without a name: a short code and a hue, both made from the
// conversation's id, the same for every agent and after every reload.
import type { Id } from './model';

export function shopperCode(conv: Id): string {
  return conv.slice(0, 4).toUpperCase();
}

/** Degrees on the OKLCH hue circle, in twelve steps that the eye tells apart. */
export function hueOf(id: Id): number {
  return (Number.parseInt(id.slice(4, 8) || '0', 16) % 12) * 30 + 10;
}

/** What stands on an agent's picture: the first letters of its first and last name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
