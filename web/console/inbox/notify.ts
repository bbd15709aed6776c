// SPDX-License-Identifier: Apache-2.0
// How a new message makes itself known to an agent who looks elsewhere: the tone, the number in the
// title, a desktop notification. Permission is asked only by a button that somebody pressed.
import { playTone } from '../../bridge/tone';
import { shopperName } from '../parts/shopper-name';
import type { Belongings } from '../session/live';
import { hear, say } from '../session/together';
import type { Desk, Id, PlacedRow } from '../state/model';
import type { Store } from '../state/store';
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

/** Other tabs answer within this whether they are looked at. */
const answerMsMax = 300;

interface Watched {
  desk: Store<Desk>;
  belongings: Store<Belongings>;
  open: (conv: Id) => void;
}

/** One message, told once in all tabs: not when it arrives under one's eyes, not for a colleague's conversation. */
export async function announce(arrival: PlacedRow, { desk, belongings, open }: Watched): Promise<void> {
  const elsewhere = await looksElsewhere();
  const looks = isLookedAt() ? [...elsewhere, desk.get().looking ?? ''] : elsewhere;
  if (!ours(arrival.conv, desk.get()) || looks.includes(arrival.conv)) return;
  const { sound, notify } = belongings.get();
  if (sound) playTone();
  if (notify && notificationsAllowed() && looks.length === 0) show(arrival, desk.get().shop.name, open);
}

/** In every tab: answers the one that is about to ring. */
export function answerWhoLooks(desk: Store<Desk>): void {
  hear('whoLooks', () => {
    if (isLookedAt()) say('looks', desk.get().looking ?? '');
  });
}

const asking = new Set<Id[]>();

/** Which conversations are looked at in other tabs; '' for none of them. */
async function looksElsewhere(): Promise<Id[]> {
  const looks: Id[] = [];
  asking.add(looks);
  hear('looks', (conv) => asking.forEach((one) => one.push(conv)));
  say('whoLooks');
  await new Promise((resolve) => setTimeout(resolve, answerMsMax));
  asking.delete(looks);
  return looks;
}

function ours(conv: Id, desk: Desk): boolean {
  const assignee = desk.conversations.get(conv)?.assignee;
  return assignee === undefined || assignee === desk.me.id;
}

function show(arrival: PlacedRow, shop: string, open: (conv: Id) => void): void {
  // The words stay out of the notification: it may lie on a lock screen, or go to other devices.
  const note = new Notification(t('notify.title', { name: shopperName(arrival.conv) }), {
    body: t('notify.body', { shop }),
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
