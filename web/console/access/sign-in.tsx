// SPDX-License-Identifier: Apache-2.0
// Sign in: the passphrase opens the keys in this browser; the relay gets a value derived from it,
// from which it can learn neither.
import { useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import { signIn, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { t } from '../text';
import { Frame } from './frame';

export function SignInScreen({ tools, onIn }: { tools: Tools; onIn: (session: SignedIn) => void }) {
  const [email, setEmail] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const { busy } = doing;

  const submit = (): void => {
    setTried(true);
    if (!email.trim() || !passphrase) return;
    doing.run(async () => onIn(await signIn(tools, email.trim(), passphrase)));
  };
  return (
    <Frame title={t('signIn.title')} lead={t('signIn.lead')}>
      <Form doing={doing} onSubmit={submit}>
        <Field
          label={t('email')}
          type="email"
          name="email"
          autocomplete="username"
          dir="ltr"
          value={email}
          onValue={setEmail}
          error={tried && !email.trim() ? t('signIn.emailMissing') : undefined}
        />
        <Field
          label={t('passphrase')}
          type="password"
          name="passphrase"
          autocomplete="current-password"
          dir="ltr"
          value={passphrase}
          onValue={setPassphrase}
          error={tried && !passphrase ? t('signIn.passphraseMissing') : undefined}
        />
        <Button tone="primary" type="submit" busy={busy} class="wide">
          {busy ? t('signIn.busy') : t('signIn')}
        </Button>
        <p class="quietly" role="status">
          {busy ? t('signIn.busy') : ''}
        </p>
      </Form>
      <p class="aside">
        <a href="#recover">{t('signIn.forgot')}</a>
      </p>
    </Frame>
  );
}
