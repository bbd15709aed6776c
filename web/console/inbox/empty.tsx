// SPDX-License-Identifier: Apache-2.0
// What stands where nothing is yet: it says what will appear here, and how.
import { useConsole, useDesk } from '../desk-context';
import { Button, Keys } from '../parts/button';
import { Icon, type IconName } from '../parts/icon';
import type { Tab } from '../state/order';
import { countsOf } from '../state/order';
import { useStore } from '../state/store';
import { t } from '../text';
import { askForNotifications, notificationsUnasked } from './notify';
import { keysOf } from './keys';

const signs: Record<Tab, IconName> = { waiting: 'check', mine: 'user', all: 'inbox', closed: 'archive' };

export function EmptyList({ tab }: { tab: Tab }) {
  const owner = useDesk((desk) => desk.me.role === 'owner');
  const { dialog } = useConsole();
  return (
    <div class="empty-list">
      <span class="empty-sign" aria-hidden="true">
        <Icon name={signs[tab]} size={22} />
      </span>
      <h2>{t(`empty.${tab}`)}</h2>
      <p>{t(`empty.${tab}.how`)}</p>
      {tab === 'all' && owner && <Button onClick={() => dialog.set('settings')}>{t('empty.snippet')}</Button>}
    </div>
  );
}

/** The middle pane while no conversation is open. */
export function NothingOpen() {
  const desk = useDesk((value) => value);
  const waiting = countsOf(desk).waiting;
  if (!desk.listed) return <main class="pane nothing" aria-busy="true" aria-label={t('nothing')} />;
  return (
    <main class="pane nothing" aria-label={t('nothing')}>
      <div>
        <span class="nothing-sign" aria-hidden="true">
          <Icon name="mark" size={40} />
        </span>
        <h2>{waiting > 0 ? t('nothing.waiting', { count: waiting }) : t('nothing.calm')}</h2>
        <p>{waiting > 0 ? t('nothing.choose') : t('nothing.how')}</p>
        <ul class="nothing-keys">
          <li>
            <Keys keys="j" />
            <Keys keys="k" /> {t('nothing.move')}
          </li>
          <li>
            <Keys keys="Enter" /> {t('keys.open')}
          </li>
          <li>
            <Keys keys={keysOf('help') ?? '?'} /> {t('keys.help')}
          </li>
        </ul>
        <OfferNotifications />
      </div>
    </main>
  );
}

function OfferNotifications() {
  const { belongings } = useConsole();
  const wanted = useStore(belongings, (value) => value.notify);
  if (!wanted || !notificationsUnasked()) return null;
  const ask = async (): Promise<void> => {
    const allowed = await askForNotifications();
    belongings.update((value) => ({ ...value, notify: allowed }));
  };
  return (
    <div class="offer">
      <p>{t('notify.offer')}</p>
      <Button icon="bell" onClick={() => void ask()}>
        {t('notify.allow')}
      </Button>
      <Button tone="quiet" onClick={() => belongings.update((value) => ({ ...value, notify: false }))}>
        {t('notify.later')}
      </Button>
    </div>
  );
}
