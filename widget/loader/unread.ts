// SPDX-License-Identifier: Apache-2.0
// The number of unread messages: on the button, and asked of the relay where no chat is running.
import { unreadCount as arabic } from '../../assets/locales/widget/ar.json';
import { unreadCount as english } from '../../assets/locales/widget/en.json';
import { unreadCount as chinese } from '../../assets/locales/widget/zh.json';
import type { Launcher } from './launcher';
import type { Mark } from './mark';

const phrases: Record<string, string> = { ar: arabic, zh: chinese };
const shownMax = 99;

/** The button's name stays "Chat with us"; the number is said after it. */
export function showUnread({ badge, button, host }: Launcher, count: number): void {
  badge.textContent = count > shownMax ? `${shownMax}+` : count > 0 ? `${count}` : '';
  button.setAttribute('aria-description', count > 0 ? (phrases[host.lang] ?? english).replace('{count}', `${count}`) : '');
}

/** 0 when the relay does not say: a badge is not worth an error. */
export async function unreadOnRelay(relay: string, { bearer }: Mark): Promise<number> {
  try {
    const answer = await fetch(`${relay}/v1/unread`, { headers: { Authorization: `Bearer ${bearer}` }, credentials: 'omit' });
    return ((await answer.json()) as { unread?: number }).unread ?? 0;
  } catch {
    return 0;
  }
}
