// SPDX-License-Identifier: Apache-2.0
// A forgotten passphrase. An owner opens the shop with the recovery code; everybody else is invited
// anew by the owner, because nobody else can open their keys.
import { useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { wordsOf } from '../refusals';
import { recover, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { goHome } from '../route';
import { t } from '../text';
import { FormError, Frame } from './frame';
import { NewPassphrase, passphraseProblem } from './new-passphrase';

export function RecoverScreen({ tools, onIn }: { tools: Tools; onIn: (session: SignedIn) => void }) {
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [badCode, setBadCode] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();

  const submit = async (): Promise<void> => {
    setTried(true);
    setWrong(undefined);
    setBadCode(undefined);
    if (passphraseProblem(passphrase, again)) return;
    setBusy(true);
    try {
      const { ok } = await tools.keywork.call({ type: 'CheckCode', code }, 'CodeChecked');
      if (!ok) {
        setBadCode(t('recover.codeTypo'));
        return;
      }
      const session = await recover(tools, email.trim(), code, passphrase);
      goHome();
      onIn(session);
    } catch (error) {
      setWrong(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t('recover.title')} lead={t('recover.lead')}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <FormError words={wrong} />
        <Field label={t('email')} type="email" autocomplete="username" dir="ltr" required value={email} onValue={setEmail} />
        <Field label={t('recover.code')} rows={3} dir="ltr" class="mono" required value={code} onValue={setCode} hint={t('recover.codeHint')} error={badCode} />
        <NewPassphrase passphrase={passphrase} again={again} onPassphrase={setPassphrase} onAgain={setAgain} show={tried} />
        <Button tone="primary" type="submit" busy={busy} class="wide">
          {busy ? t('recover.busy') : t('recover.do')}
        </Button>
      </form>
      <p class="aside">
        {t('recover.agents')}{' '}
        <a
          href="#"
          onClick={(event) => {
            event.preventDefault();
            goHome();
          }}
        >
          {t('recover.back')}
        </a>
      </p>
    </Frame>
  );
}
