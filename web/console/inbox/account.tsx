// SPDX-License-Identifier: Apache-2.0
// The foot of the left pane: who is signed in, whether new conversations come here, and the menu.
import { useConsole, useDesk } from '../desk-context';
import { Keys } from '../parts/button';
import { Menu, type MenuItem } from '../parts/menu';
import { AgentPicture } from '../parts/picture';
import { useStore } from '../state/store';
import { t } from '../text';
import { keysOf } from './keys';
import { askForNotifications, notificationsAllowed } from './notify';

export function Account() {
  const me = useDesk((desk) => desk.me);
  const agent = useDesk((desk) => desk.agents.get(desk.me.id));
  return (
    <footer class="account">
      <AgentPicture agent={agent ?? { id: me.id, name: me.name, picture: '' }} size={32} />
      <p>
        <span class="account-name">{agent?.name || me.name}</span>
        <Availability />
      </p>
      <AccountMenu />
    </footer>
  );
}

/** Away: no new conversations come; those one has stay. */
function Availability() {
  const { live, belongings } = useConsole();
  const away = useStore(belongings, (value) => value.away);
  return (
    <button
      type="button"
      role="switch"
      class="availability"
      aria-checked={!away}
      aria-label={t('attend.label')}
      aria-keyshortcuts={keysOf('attend')}
      onClick={() => attend(live, belongings, !away)}
    >
      <i class={`dot ${away ? 'away' : 'available'}`} aria-hidden="true" />
      <span>{t(away ? 'presence.away' : 'presence.available')}</span>
      <span class="tip above" aria-hidden="true">
        {t(away ? 'attend.back' : 'attend.leave')} <Keys keys={keysOf('attend') ?? ''} />
      </span>
    </button>
  );
}

export function attend(
  live: ReturnType<typeof useConsole>['live'],
  belongings: ReturnType<typeof useConsole>['belongings'],
  away: boolean,
): void {
  belongings.update((value) => ({ ...value, away }));
  live.attend(away ? 'away' : 'available');
}

function AccountMenu() {
  const { belongings, dialog, unsent, signOut } = useConsole();
  const owner = useDesk((desk) => desk.me.role === 'owner');
  const sound = useStore(belongings, (value) => value.sound);
  const notify = useStore(belongings, (value) => value.notify) && notificationsAllowed();
  const toggleNotify = async (): Promise<void> => {
    const wanted = !notify;
    const allowed = !wanted || (await askForNotifications());
    belongings.update((value) => ({ ...value, notify: wanted && allowed }));
  };
  const leave = async (): Promise<void> => ((await unsent()) > 0 ? dialog.set('signOut') : signOut());
  const items: MenuItem[] = [
    { key: 'sound', label: t('menu.sound'), icon: 'sound', checked: sound, onChoose: () => belongings.update((value) => ({ ...value, sound: !sound })) },
    { key: 'notify', label: t('menu.notify'), icon: 'bell', checked: notify, onChoose: () => void toggleNotify() },
    { key: 'keys', label: t('menu.keys'), icon: 'keyboard', note: '?', apart: true, onChoose: () => dialog.set('keys') },
    { key: 'passphrase', label: t('menu.passphrase'), icon: 'lock', onChoose: () => dialog.set('passphrase') },
    { key: 'out', label: t('menu.out'), icon: 'sign-out', apart: true, onChoose: () => void leave() },
    { key: 'forget', label: t('menu.forget'), icon: 'trash', danger: true, onChoose: () => dialog.set('forget') },
  ];
  if (owner) {
    items.unshift(
      { key: 'settings', label: t('menu.settings'), icon: 'settings', onChoose: () => dialog.set('settings') },
      { key: 'invite', label: t('menu.invite'), icon: 'plus', onChoose: () => dialog.set('invite') },
    );
    items.forEach((item) => (item.key === 'sound' ? (item.apart = true) : undefined));
  }
  return <Menu name={t('menu')} side="above" align="end" button={{ tone: 'quiet', icon: 'more', label: t('menu'), tipSide: 'above' }} items={items} />;
}
