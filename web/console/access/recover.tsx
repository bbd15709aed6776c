// SPDX-License-Identifier: Apache-2.0
// A forgotten passphrase. An owner opens the shop with the recovery code; everybody else is invited
// anew by the owner, because nobody else can open their keys.
import { useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import { Refusal, wordsOf } from '../refusals';
import { recover, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { goHome } from '../route';
import { t } from '../text';
import { Frame } from './frame';
import { NewPassphrase, passphraseProblem } from './new-passphrase';

export function RecoverScreen({ tools, onIn }: { tools: Tools; onIn: (session: SignedIn) => void }) {
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [badCode, setBadCode] = useState<string>();
  const doing = useDoing(recoveryWords);

  const submit = (): void => {
    setTried(true);
    setBadCode(undefined);
    if (!email.trim() || passphraseProblem(passphrase, again)) return;
    doing.run(async () => {
      const { ok } = await tools.keywork.call({ type: 'CheckCode', code }, 'CodeChecked');
      if (!ok) return setBadCode(t('recover.codeTypo'));
      const session = await recover(tools, email.trim(), code, passphrase);
      goHome();
      onIn(session);
    });
  };
  return (
    <Frame title={t('recover.title')} lead={t('recover.lead')}>
      <Form doing={doing} onSubmit={submit}>
        <Field
          label={t('email')}
          type="email"
          autocomplete="username"
          dir="ltr"
          value={email}
          onValue={setEmail}
          error={tried && !email.trim() ? t('signIn.emailMissing') : undefined}
        />
        <Field label={t('recover.code')} rows={3} dir="ltr" class="mono" spellcheck={false} value={code} onValue={setCode} hint={t('recover.codeHint')} error={badCode} />
        <NewPassphrase passphrase={passphrase} again={again} onPassphrase={setPassphrase} onAgain={setAgain} show={tried} />
        <Button tone="primary" type="submit" busy={doing.busy} class="wide">
          {doing.busy ? t('recover.busy') : t('recover.do')}
        </Button>
      </Form>
      <p class="aside">{t('recover.agents')}</p>
      <p class="aside">
        <a
          href="/console"
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

function recoveryWords(error: unknown): string {
  return error instanceof Refusal && error.code === 'not_found' ? t('recover.unknown') : wordsOf(error);
}
