// SPDX-License-Identifier: Apache-2.0
// The owner invites an agent. The root key signs the new agent in, so the passphrase is asked; what
// comes out is a link for one person, good for one use.
import { useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { CopyBox } from '../parts/copy';
import { Choices, Field } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import type { Team } from '../session/team';
import type { Role } from '../state/model';
import { t } from '../text';

export function InviteForm({ team, onInvited }: { team: Team; onInvited?: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [passphrase, setPassphrase] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const [link, setLink] = useState<string>();

  const wrongName = name.trim() ? undefined : t('owner.nameMissing');
  const wrongEmail = isEmail(email) ? undefined : t('owner.emailFalse');
  const wrongPassphrase = passphrase ? undefined : t('signIn.passphraseMissing');
  const submit = (): void => {
    setTried(true);
    if (wrongName || wrongEmail || wrongPassphrase) return;
    doing.run(async () => {
      setLink(await team.invite({ name: name.trim(), email: email.trim(), role }, passphrase));
      setPassphrase('');
      setTried(false);
      onInvited?.();
    });
  };
  if (link) {
    const another = (): void => {
      setLink(undefined);
      setName('');
      setEmail('');
    };
    return (
      <div class="invited">
        <p role="status">{t('invite.done', { name })}</p>
        <CopyBox label={t('invite.link')} text={link} />
        <p class="hint">{t('invite.once')}</p>
        <Button icon="plus" onClick={another}>
          {t('invite.another')}
        </Button>
      </div>
    );
  }
  return (
    <Form doing={doing} onSubmit={submit}>
      <Field label={t('invite.name')} value={name} onValue={setName} dir="auto" error={tried ? wrongName : undefined} hint={t('invite.nameHint')} />
      <Field label={t('email')} type="email" value={email} onValue={setEmail} dir="ltr" error={tried ? wrongEmail : undefined} />
      <Choices
        legend={t('role')}
        value={role}
        onValue={setRole}
        choices={[
          { value: 'agent', label: t('role.agent'), hint: t('role.agentHint') },
          { value: 'supervisor', label: t('role.supervisor'), hint: t('role.supervisorHint') },
        ]}
      />
      <Field
        label={t('invite.passphrase')}
        type="password"
        autocomplete="current-password"
        dir="ltr"
        value={passphrase}
        onValue={setPassphrase}
        error={tried ? wrongPassphrase : undefined}
        hint={t('invite.passphraseHint')}
      />
      <div class="form-actions">
        <Button tone="primary" type="submit" busy={doing.busy}>
          {doing.busy ? t('invite.busy') : t('invite.do')}
        </Button>
      </div>
    </Form>
  );
}

/** What the relay takes for a mail address, roughly: it has the last word. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(text.trim());
}
