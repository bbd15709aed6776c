// SPDX-License-Identifier: Apache-2.0
// How a new message makes itself known to an agent who looks elsewhere: the tone, the number in the
// title, a desktop notification. Permission is asked only by a button that somebody pressed.
import { playTone } from '../../bridge/tone';
import { shopperName } from '../parts/shopper-name';
import type { Belongings } from '../session/live';
import type { PlacedRow, Desk } from '../state/model';
import { unreadOf } from '../state/order';
import { t } from '../text';
import { isLookedAt } from './focus';

export function notificationsPossible(): boolean {
  return 'Notification' in globalThis;
}

export function notificationsAllowed(): boolean {
  return notificationsPossible() && Notification.permission === 'granted';
}

export function notificationsUnasked(): boolean {
  return notificationsPossible() && Notification.permission === 'default';
}

export async function askForNotifications(): Promise<boolean> {
  if (!notificationsPossible()) return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** One message, told once: not when it arrives under one's eyes, not for a colleague's conversation. */
export function announce(arrival: PlacedRow, desk: Desk, belongings: Belongings, open: (conv: string) => void): void {
  const conversation = desk.conversations.get(arrival.conv);
  const ours = conversation?.assignee === undefined || conversation.assignee === desk.me.id;
  if (!ours || (desk.looking === arrival.conv && isLookedAt())) return;
  if (belongings.sound) playTone();
  if (!belongings.notify || !notificationsAllowed() || isLookedAt()) return;
  // The words stay out of the notification: it may lie on a lock screen, or go to other devices.
  const note = new Notification(t('notify.title', { name: shopperName(arrival.conv) }), {
    body: t('notify.body', { shop: desk.shop.name }),
    tag: arrival.conv,
    icon: '/assets/icons/favicon.svg',
  });
  note.onclick = () => {
    focus();
    open(arrival.conv);
    note.close();
  };
}

export function titleOf(desk: Desk): string {
  const unread = unreadOf(desk);
  const plain = t('title', { shop: desk.shop.name });
  return unread > 0 ? `(${unread}) ${plain}` : plain;
}
