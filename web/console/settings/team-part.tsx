// SPDX-License-Identifier: Apache-2.0
// Who answers for the shop, who is invited, and taking either away. A removal changes the shop's
// keys, so it asks for the passphrase.
import { useState } from 'preact/hooks';
import { useConsole, useDesk } from '../desk-context';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import { AgentPicture } from '../parts/picture';
import { tell } from '../parts/toasts';
import { wordsOf } from '../refusals';
import type { ShopAnswer } from '../session/api';
import { bytesOfBase64, hexOf } from '../../bridge/bytes';
import { roleOf } from '../session/signed-in';
import { InviteForm } from '../setup/invite';
import { t } from '../text';
import { fullTime } from '../times';

type Member = ShopAnswer['agents'][number];

export function TeamPart({ shop, onChanged }: { shop: ShopAnswer; onChanged: () => void }) {
  const { team } = useConsole();
  const [inviting, setInviting] = useState(false);
  const invited = new Set(shop.invitations.map(({ agent }) => agent));
  const withdraw = async (id: string): Promise<void> => {
    try {
      await team.withdraw(id);
      onChanged();
    } catch (error) {
      tell(wordsOf(error));
    }
  };
  return (
    <div class="team">
      <ul class="members" aria-label={t('settings.team')}>
        {shop.agents
          .filter(({ id }) => !invited.has(id))
          .map((member) => (
            <MemberLine key={member.id} member={member} onChanged={onChanged} />
          ))}
      </ul>
      {shop.invitations.length > 0 && <h3>{t('team.invited')}</h3>}
      <ul class="members" aria-label={t('team.invited')}>
        {shop.invitations.map((invitation) => (
          <li key={invitation.id}>
            <p>
              <strong>
                <bdi>{invitation.name}</bdi>
              </strong>
              <small>
                <bdi>{invitation.email}</bdi> · {t('team.until', { time: fullTime(invitation.expires_at) })}
              </small>
            </p>
            <Button tone="quiet" onClick={() => void withdraw(invitation.id)}>
              {t('team.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
      {inviting ? (
        <section class="invite-box">
          <h3>{t('menu.invite')}</h3>
          <InviteForm team={team} onInvited={onChanged} />
        </section>
      ) : (
        <Button icon="plus" onClick={() => setInviting(true)}>
          {t('menu.invite')}
        </Button>
      )}
    </div>
  );
}

function MemberLine({ member, onChanged }: { member: Member; onChanged: () => void }) {
  const id = hexOf(bytesOfBase64(member.id));
  const state = useDesk((desk) => desk.agents.get(id)?.state ?? 'offline');
  const me = useDesk((desk) => desk.me.id);
  const [removing, setRemoving] = useState(false);
  return (
    <li>
      <AgentPicture agent={{ id, name: member.name, picture: member.picture }} size={32} state={state} />
      <p>
        <strong>
          <bdi>{id === me ? t('details.you', { name: member.name }) : member.name}</bdi>
        </strong>
        <small>
          <bdi>{member.email}</bdi> · {t(`role.${roleOf(member.role)}`)} · {t(`presence.${state}`)}
        </small>
      </p>
      {id !== me && !removing && (
        <Button tone="quiet" onClick={() => setRemoving(true)}>
          {t('team.remove')}
        </Button>
      )}
      {removing && <Removal id={id} name={member.name} onDone={onChanged} onCancel={() => setRemoving(false)} />}
    </li>
  );
}

function Removal({ id, name, onDone, onCancel }: { id: string; name: string; onDone: () => void; onCancel: () => void }) {
  const { team } = useConsole();
  const [passphrase, setPassphrase] = useState('');
  const doing = useDoing();
  const remove = (): void =>
    doing.run(async () => {
      await team.remove(id, passphrase);
      tell(t('team.removed', { name }));
      onDone();
    });
  return (
    <Form doing={doing} onSubmit={remove} class="removal">
      <p>{t('team.removeWhat', { name })}</p>
      <Field label={t('invite.passphrase')} type="password" autocomplete="current-password" dir="ltr" value={passphrase} onValue={setPassphrase} />
      <div class="form-actions">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button tone="danger" type="submit" busy={doing.busy}>
          {t('team.removeDo', { name })}
        </Button>
      </div>
    </Form>
  );
}
