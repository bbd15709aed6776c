// SPDX-License-Identifier: Apache-2.0
// An invited agent chooses a passphrase. The secret half of the link stays in this browser: it opens
// the keys that the owner made, which are then sealed under the new passphrase.
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { Form, useDoing } from '../parts/form';
import { Refusal, wordsOf } from '../refusals';
import type { InvitationAnswer } from '../session/api';
import { bytesOfBase64 } from '../../bridge/bytes';
import { join, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { goHome } from '../route';
import { t } from '../text';
import { Frame } from './frame';
import { NewPassphrase, passphraseProblem } from './new-passphrase';
import { LoadingScreen } from './notes';

interface JoinProps {
  tools: Tools;
  token: string;
  secret: string;
  onIn: (session: SignedIn) => void;
}

export function JoinScreen({ tools, token, secret, onIn }: JoinProps) {
  const [invitation, setInvitation] = useState<InvitationAnswer>();
  const [gone, setGone] = useState<string>();
  useEffect(() => {
    if (secretOf(secret) === undefined) {
      setGone(t('join.cut'));
      return;
    }
    tools.api.get<InvitationAnswer>(`/v1/invitations/${encodeURIComponent(token)}`).then(setInvitation, (error: unknown) => setGone(goneWords(error)));
  }, [token]);
  if (gone) {
    return (
      <Frame title={t('join.goneTitle')} lead={gone}>
        <Button onClick={goHome}>{t('recover.back')}</Button>
      </Frame>
    );
  }
  if (!invitation) return <LoadingScreen />;
  return <JoinForm tools={tools} token={token} secret={secret} invitation={invitation} onIn={onIn} />;
}

function JoinForm({ tools, token, secret, invitation, onIn }: JoinProps & { invitation: InvitationAnswer }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing(goneWords);
  const submit = (): void => {
    setTried(true);
    const bytes = secretOf(secret);
    if (!bytes || passphraseProblem(passphrase, again)) return;
    doing.run(async () => {
      const session = await join(tools, token, bytes, invitation, passphrase);
      goHome();
      onIn(session);
    });
  };
  return (
    <Frame title={t('join.title', { shop: invitation.shop_name })} lead={t('join.lead', { name: invitation.name })}>
      <Form doing={doing} onSubmit={submit}>
        <p class="fixed-value">
          <span>{t('email')}</span>
          <bdi>{invitation.email}</bdi>
        </p>
        <input type="email" class="quietly" autocomplete="username" value={invitation.email} readOnly tabIndex={-1} aria-hidden="true" />
        <NewPassphrase passphrase={passphrase} again={again} onPassphrase={setPassphrase} onAgain={setAgain} show={tried} />
        <p class="note">{t('join.remember')}</p>
        <Button tone="primary" type="submit" busy={doing.busy} class="wide">
          {doing.busy ? t('join.busy') : t('join.do')}
        </Button>
      </Form>
    </Frame>
  );
}

function secretOf(text: string): Uint8Array | undefined {
  try {
    const bytes = bytesOfBase64(text);
    return bytes.length === 32 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function goneWords(error: unknown): string {
  const isGone = error instanceof Refusal && (error.code === 'not_found' || error.code === 'gone');
  return isGone ? t('join.gone') : wordsOf(error);
}
