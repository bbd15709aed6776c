// SPDX-License-Identifier: Apache-2.0
// Which conversations a tab shows and in which order: what needs an answer first is first.
import type { Conversation, Desk, Id } from './model';

export const tabs = ['waiting', 'mine', 'all', 'closed'] as const;
export type Tab = (typeof tabs)[number];

/** Shop's rule for a slow reply (docs: the slow-reply alarm). */
export const slowReplyMs = 100_000;
/** From here a waiting time is shown warm. */
export const warmReplyMs = 40_000;

export type Heat = 'calm' | 'warm' | 'late';

export function heatOf(waitingSince: number, now: number): Heat {
  if (waitingSince === 0) return 'calm';
  const waited = now - waitingSince;
  if (waited >= slowReplyMs) return 'late';
  return waited >= warmReplyMs ? 'warm' : 'calm';
}

export function belongs(conversation: Conversation, tab: Tab, me: Id): boolean {
  if (conversation.erased) return false;
  switch (tab) {
    case 'waiting':
      return conversation.open && conversation.waitingSince !== 0;
    case 'mine':
      return conversation.open && conversation.assignee === me;
    case 'all':
      return conversation.open;
    case 'closed':
      return !conversation.open;
  }
}

/** Longest waiting first, then the newest words first; the id settles ties. */
export function before(a: Conversation, b: Conversation): number {
  if ((a.waitingSince === 0) !== (b.waitingSince === 0)) return a.waitingSince === 0 ? 1 : -1;
  if (a.waitingSince !== b.waitingSince) return a.waitingSince - b.waitingSince;
  return lastAt(b) - lastAt(a) || (a.id < b.id ? -1 : 1);
}

export function lastAt(conversation: Conversation): number {
  return conversation.last?.at ?? conversation.openedAt;
}

export function listOf(desk: Desk, tab: Tab): Conversation[] {
  return [...desk.conversations.values()]
    .filter((conversation) => belongs(conversation, tab, desk.me.id))
    .sort(before);
}

export function countsOf(desk: Desk): Record<Tab, number> {
  const counts: Record<Tab, number> = { waiting: 0, mine: 0, all: 0, closed: 0 };
  for (const conversation of desk.conversations.values()) {
    for (const tab of tabs) if (belongs(conversation, tab, desk.me.id)) counts[tab] += 1;
  }
  return counts;
}

/** Those who wait past the alarm, longest first; nobody else's conversations. */
export function lateOf(desk: Desk, now: number): Conversation[] {
  return listOf(desk, 'waiting').filter(
    (conversation) =>
      heatOf(conversation.waitingSince, now) === 'late' &&
      (conversation.assignee === undefined || conversation.assignee === desk.me.id),
  );
}

/** Unread messages that this agent should see: its own conversations and the queue. */
export function unreadOf(desk: Desk): number {
  let unread = 0;
  for (const conversation of desk.conversations.values()) {
    const ours = conversation.assignee === undefined || conversation.assignee === desk.me.id;
    if (conversation.open && ours) unread += conversation.unread;
  }
  return unread;
}
