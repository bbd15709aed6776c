// SPDX-License-Identifier: Apache-2.0
// The dialogs over the inbox; at most one is open.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { NewPassphrase, passphraseProblem } from './access/new-passphrase';
import { useConsole } from './desk-context';
import { shortcuts } from './inbox/keys';
import { Button, Keys } from './parts/button';
import { Dialog } from './parts/dialog';
import { Field } from './parts/field';
import { Form, useDoing } from './parts/form';
import { tell } from './parts/toasts';
import { SettingsDialog } from './settings/settings';
import { InviteForm } from './setup/invite';
import { useStore } from './state/store';
import { t } from './text';

export function Dialogs() {
  const { dialog, team } = useConsole();
  const open = useStore(dialog, (value) => value);
  const close = (): void => dialog.set(undefined);
  switch (open) {
    case 'keys':
      return <KeysDialog onClose={close} />;
    case 'passphrase':
      return <PassphraseDialog onClose={close} />;
    case 'settings':
      return <SettingsDialog onClose={close} />;
    case 'invite':
      return (
        <Dialog title={t('menu.invite')} onClose={close}>
          <InviteForm team={team} />
        </Dialog>
      );
    case 'signOut':
      return <SignOutDialog onClose={close} />;
    case 'forget':
      return <ForgetDialog onClose={close} />;
    case 'erase':
      return <EraseDialog onClose={close} />;
    case undefined:
      return null;
  }
}

const groups = ['list', 'conversation', 'anywhere'] as const;

function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('menu.keys')} onClose={onClose}>
      {groups.map((group) => (
        <section key={group} class="key-group">
          <h3>{t(`keys.group.${group}`)}</h3>
          <dl>
            {shortcuts
              .filter((shortcut) => shortcut.group === group)
              .map((shortcut) => (
                <div key={shortcut.command}>
                  <dt>{t(shortcut.words)}</dt>
                  <dd>
                    {shortcut.keys.map((keys) => (
                      <Keys key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function PassphraseDialog({ onClose }: { onClose: () => void }) {
  const { team } = useConsole();
  const [old, setOld] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const change = (): void => {
    setTried(true);
    if (!old || passphraseProblem(passphrase, again)) return;
    doing.run(async () => {
      await team.changePassphrase(old, passphrase);
      tell(t('passphrase.changed'));
      onClose();
    });
  };
  return (
    <Dialog title={t('menu.passphrase')} onClose={onClose}>
      <Form doing={doing} onSubmit={change}>
        <Field label={t('passphrase.old')} type="password" autocomplete="current-password" dir="ltr" value={old} onValue={setOld} error={tried && !old ? t('signIn.passphraseMissing') : undefined} />
        <NewPassphrase passphrase={passphrase} again={again} onPassphrase={setPassphrase} onAgain={setAgain} show={tried} />
        <div class="form-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" busy={doing.busy}>
            {doing.busy ? t('passphrase.busy') : t('passphrase.change')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Only when something would be lost. */
function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { signOut } = useConsole();
  return (
    <Confirm title={t('signOut.title')} stay={t('signOut.stay')} go={t('signOut.do')} onGo={signOut} onClose={onClose}>
      <Unsent words={(count) => (count > 0 ? t('signOut.unsent', { count }) : t('signOut.nothing'))} />
    </Confirm>
  );
}

function ForgetDialog({ onClose }: { onClose: () => void }) {
  const { forget } = useConsole();
  return (
    <Confirm title={t('forget.title')} stay={t('cancel')} go={t('menu.forget')} onGo={forget} onClose={onClose}>
      <p>{t('forget.what')}</p>
      <Unsent words={(count) => (count > 0 ? t('forget.unsent', { count }) : t('forget.nothing'))} />
    </Confirm>
  );
}

function EraseDialog({ onClose }: { onClose: () => void }) {
  const { live } = useConsole();
  const [conv] = useState(() => live.desk.get().looking);
  const erase = (): void => {
    if (conv) live.erase(conv);
    onClose();
  };
  return (
    <Confirm title={t('erase.title')} stay={t('cancel')} go={t('erase.do')} onGo={erase} onClose={onClose}>
      <p>{t('erase.what')}</p>
      <p>{t('erase.forEver')}</p>
    </Confirm>
  );
}

/** How many own replies would be lost: counted when it is asked, on this device's disk. */
function Unsent({ words }: { words: (count: number) => string }) {
  const { live, unsent } = useConsole();
  const queued = useStore(live.desk, (desk) => desk.connection.queued);
  const [count, setCount] = useState<number>();
  useEffect(() => void unsent().then(setCount), [queued]);
  return <p class={count ? 'warn' : ''}>{count === undefined ? '' : words(count)}</p>;
}

interface ConfirmProps {
  title: string;
  children: ComponentChildren;
  stay: string;
  go: string;
  onGo: () => void;
  onClose: () => void;
}

/** The way back has the focus: what cannot be undone is never one key away. */
function Confirm(props: ConfirmProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div class="confirm">{props.children}</div>
      <div class="form-actions">
        <Button innerRef={back} onClick={props.onClose}>
          {props.stay}
        </Button>
        <Button tone="danger" onClick={props.onGo}>
          {props.go}
        </Button>
      </div>
    </Dialog>
  );
}
