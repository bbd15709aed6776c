// SPDX-License-Identifier: Apache-2.0
// What a shop's own scripts may hear: window events shopbell:ready, opened, closed, message, unread
// and error. They tell that something happened, never the words of a conversation.
import { complain } from './settings';

const names = ['ready', 'opened', 'closed', 'message', 'unread', 'error'] as const;
export type EventName = (typeof names)[number];

const full = (name: string): string => `shopbell:${name}`;

export function emit(name: EventName, detail: Record<string, unknown> = {}): void {
  dispatchEvent(new CustomEvent(full(name), { detail }));
}

/** The window event's name; one that never comes is a mistake worth a word. */
export function checkEvent(name: string): string {
  if (!(names as readonly string[]).includes(name)) complain(`no event "${name}", only ${names.join(' ')}`);
  return full(name);
}
