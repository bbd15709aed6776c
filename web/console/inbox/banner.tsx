// SPDX-License-Identifier: Apache-2.0
// What is not as it should be, above the panes: the connection (what waits, when the next try comes,
// the button that tries at once) and quiet notes below it. A first, quick connect shows nothing.
// Screen readers hear the state when it changes; the seconds to the next try are for the eye alone.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import { Code } from '@wire/codes';
import { decodeRoster } from '@wire/wire';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { refusalWords } from '../refusals';
import { newerWaits, takeNewer } from '../session/version';
import { useNow } from '../state/clock';
import type { Connection } from '../state/model';
import { useStore } from '../state/store';
import { t } from '../text';

/** A reconnect that is quicker than this is not worth a banner. */
const patienceMs = 1_500;

export function Banners() {
  const connection = useDesk((desk) => desk.connection);
  const troubled = connection.state === 'offline' || connection.state === 'connecting';
  const shown = usePatience(troubled) && troubled;
  return (
    <div class="banners">
      {connection.state === 'refused' && <Refused connection={connection} />}
      <Away connection={connection} shown={shown} />
      <Notes />
    </div>
  );
}

/** The line stands in the page before it says anything: only then is a change of it spoken. */
function Away({ connection, shown }: { connection: Connection; shown: boolean }) {
  const { live } = useConsole();
  const before = useRef(false);
  useEffect(() => {
    if (shown) before.current = true;
  }, [shown]);
  const back = !shown && before.current && connection.state === 'online';
  return (
    <div class={shown ? 'banner offline' : 'banner none'}>
      {shown && <Icon name="offline" />}
      <p role="status">{shown ? <StateWords connection={connection} /> : back && <span class="quietly">{t('banner.back')}</span>}</p>
      {shown && (
        <>
          <NextTry at={connection.retryAt} />
          <Button tone="quiet" onClick={() => live.retryNow()}>
            {t('banner.retry')}
          </Button>
        </>
      )}
    </div>
  );
}

function StateWords({ connection }: { connection: Connection }) {
  const words = connection.queued > 0 ? t('banner.queued', { count: connection.queued }) : t('banner.safe');
  return (
    <>
      <strong>{t(connection.state === 'offline' ? 'banner.offline' : 'banner.connecting')}</strong> {words}
    </>
  );
}

function NextTry({ at }: { at: number }) {
  const left = Math.ceil((at - useNow()) / 1000);
  return (
    <span class="next-try" aria-hidden="true">
      {left > 0 ? t('banner.next', { count: left }) : t('banner.trying')}
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

function Notes() {
  const { unkept } = useConsole();
  const cannotKeep = useStore(unkept, (value) => value);
  const newer = useStore(newerWaits, (value) => value);
  const expired = useExpiredRoster();
  return (
    <>
      {cannotKeep && <Note>{t('banner.storage')}</Note>}
      {/* It still serves; the owner's next sign-in renews it. */}
      {expired && <Note>{t('banner.expired')}</Note>}
      {newer && (
        <Note calm action={<Button tone="quiet" onClick={takeNewer}>{t('failed.reload')}</Button>}>
          {t('banner.newer')}
        </Note>
      )}
    </>
  );
}

function Note({ calm = false, action, children }: { calm?: boolean; action?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class={calm ? 'banner calm' : 'banner offline'} role="status">
      <Icon name={calm ? 'reopen' : 'alert'} />
      <p>{children}</p>
      {action}
    </div>
  );
}

function useExpiredRoster(): boolean {
  const { team } = useConsole();
  const roster = useStore(team.session, (session) => session.roster);
  const expiresAt = useMemo(() => decodeRoster(roster.roster).expiresAt, [roster]);
  return expiresAt < Date.now();
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
