// SPDX-License-Identifier: Apache-2.0
// The owner invites an agent. The root key signs the new agent in, so the passphrase is asked; what
// comes out is a link for one person, good for one use.
import { useState } from 'preact/hooks';
import { FormError } from '../access/frame';
import { Button } from '../parts/button';
import { CopyBox } from '../parts/copy';
import { Choices, Field } from '../parts/field';
import { wordsOf } from '../refusals';
import type { Team } from '../session/team';
import type { Role } from '../state/model';
import { t } from '../text';

export function InviteForm({ team, onInvited }: { team: Team; onInvited?: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [link, setLink] = useState<string>();

  const submit = async (): Promise<void> => {
    setBusy(true);
    setWrong(undefined);
    try {
      setLink(await team.invite({ name: name.trim(), email: email.trim(), role }, passphrase));
      onInvited?.();
    } catch (error) {
      setWrong(wordsOf(error));
    } finally {
      setPassphrase('');
      setBusy(false);
    }
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
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <FormError words={wrong} />
      <Field label={t('invite.name')} value={name} onValue={setName} required dir="auto" hint={t('invite.nameHint')} />
      <Field label={t('email')} type="email" value={email} onValue={setEmail} required dir="ltr" />
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
        required
        value={passphrase}
        onValue={setPassphrase}
        hint={t('invite.passphraseHint')}
      />
      <div class="form-actions">
        <Button tone="primary" type="submit" busy={busy}>
          {busy ? t('invite.busy') : t('invite.do')}
        </Button>
      </div>
    </form>
  );
}
