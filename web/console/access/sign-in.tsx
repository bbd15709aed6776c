// SPDX-License-Identifier: Apache-2.0
// Sign in: the passphrase opens the keys in this browser; the relay gets a value derived from it,
// from which it can learn neither.
import { useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { wordsOf } from '../refusals';
import { signIn, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { t } from '../text';
import { FormError, Frame } from './frame';

export function SignInScreen({ tools, onIn }: { tools: Tools; onIn: (session: SignedIn) => void }) {
  const [email, setEmail] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();

  const submit = async (): Promise<void> => {
    setBusy(true);
    setWrong(undefined);
    try {
      onIn(await signIn(tools, email.trim(), passphrase));
    } catch (error) {
      setWrong(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Frame title={t('signIn.title')} lead={t('signIn.lead')}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <FormError words={wrong} />
        <Field label={t('email')} type="email" name="email" autocomplete="username" dir="ltr" required value={email} onValue={setEmail} />
        <Field
          label={t('passphrase')}
          type="password"
          name="passphrase"
          autocomplete="current-password"
          dir="ltr"
          required
          value={passphrase}
          onValue={setPassphrase}
        />
        <Button tone="primary" type="submit" busy={busy} class="wide">
          {busy ? t('signIn.busy') : t('signIn')}
        </Button>
        <p class="quietly" role="status">
          {busy ? t('signIn.busy') : ''}
        </p>
      </form>
      <p class="aside">
        <a href="#recover">{t('signIn.forgot')}</a>
      </p>
    </Frame>
  );
}
