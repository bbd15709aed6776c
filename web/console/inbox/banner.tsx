// SPDX-License-Identifier: Apache-2.0
// The state of the connection, when it is not simply there: what waits, when the next try comes, and
// the button that tries at once. A first, quick connect shows nothing.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import { Code } from '@wire/codes';
import { decodeRoster } from '@wire/wire';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { refusalWords } from '../refusals';
import { useNow } from '../state/clock';
import type { Connection } from '../state/model';
import { useStore } from '../state/store';
import { t } from '../text';

/** A reconnect that is quicker than this is not worth a banner. */
const patienceMs = 1_500;

export function Banner() {
  const connection = useDesk((desk) => desk.connection);
  const troubled = connection.state === 'offline' || connection.state === 'connecting';
  const patient = usePatience(troubled);
  const expired = useExpiredRoster();
  if (connection.state === 'refused') return <Refused connection={connection} />;
  if (!troubled || !patient) return expired ? <Expired /> : <div class="banner none" role="status" />;
  return <Offline connection={connection} />;
}

/** An expired roster still serves; the owner's next sign-in renews it. */
function Expired() {
  return (
    <div class="banner offline" role="status">
      <Icon name="alert" />
      <p>{t('banner.expired')}</p>
    </div>
  );
}

function useExpiredRoster(): boolean {
  const { team } = useConsole();
  const roster = useStore(team.session, (session) => session.roster);
  const expiresAt = useMemo(() => decodeRoster(roster.roster).expiresAt, [roster]);
  return expiresAt < Date.now();
}

function Offline({ connection }: { connection: Connection }) {
  const { live } = useConsole();
  return (
    <div class="banner offline" role="status">
      <Icon name="offline" />
      <p>
        <strong>{t('banner.offline')}</strong>{' '}
        {connection.queued > 0 ? t('banner.queued', { count: connection.queued }) : t('banner.safe')}
        <NextTry at={connection.retryAt} />
      </p>
      <Button tone="quiet" onClick={() => live.retryNow()}>
        {t('banner.retry')}
      </Button>
    </div>
  );
}

function NextTry({ at }: { at: number }) {
  const left = Math.ceil((at - useNow()) / 1000);
  if (at === 0 || left <= 0) return <span class="next-try"> {t('banner.trying')}</span>;
  return (
    <span class="next-try" aria-hidden="true">
      {' '}
      {t('banner.next', { count: left })}
    </span>
  );
}

function Refused({ connection }: { connection: Connection }) {
  const { live, signOut } = useConsole();
  const strangers: readonly number[] = [Code.certificateFalse, Code.signatureFalse, Code.unknownShop];
  return (
    <div class="banner refused" role="alert">
      <Icon name="alert" />
      <p>
        <strong>{t('banner.refused')}</strong> {refusalWords(connection.code, connection.message)}
      </p>
      {strangers.includes(connection.code) ? (
        <Button tone="quiet" onClick={signOut}>
          {t('menu.out')}
        </Button>
      ) : (
        <Button tone="quiet" onClick={() => live.retryNow()}>
          {t('banner.retry')}
        </Button>
      )}
    </div>
  );
}

function usePatience(troubled: boolean): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!troubled) {
      setOver(false);
      return;
    }
    const timer = setTimeout(() => setOver(true), patienceMs);
    return () => clearTimeout(timer);
  }, [troubled]);
  return over;
}
