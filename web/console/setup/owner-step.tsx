// SPDX-License-Identifier: Apache-2.0
// Who owns the shop, what it is called, and the passphrase under which its keys are sealed.
import { shopIdBytesMax } from '@wire/limits';
import { useState } from 'preact/hooks';
import { NewPassphrase, passphraseProblem } from '../access/new-passphrase';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { type Doing, Form } from '../parts/form';
import type { Owner } from '../session/enter';
import { t } from '../text';
import { isEmail } from './invite';

export interface OwnerStepProps {
  owner: Owner;
  doing: Doing;
  onDone: (owner: Owner) => void;
}

export function OwnerStep({ owner, doing, onDone }: OwnerStepProps) {
  const [draft, setDraft] = useState(owner);
  const [again, setAgain] = useState(owner.passphrase);
  const [ownId, setOwnId] = useState(owner.shop !== '');
  const [tried, setTried] = useState(false);
  const put = (part: Partial<Owner>): void => setDraft({ ...draft, ...part });
  const problems = tried ? problemsOf(draft) : {};

  const submit = (): void => {
    setTried(true);
    if (Object.keys(problemsOf(draft)).length > 0 || passphraseProblem(draft.passphrase, again)) return;
    onDone({ ...draft, name: draft.name.trim(), email: draft.email.trim(), shopName: draft.shopName.trim() });
  };
  return (
    <Form doing={doing} onSubmit={submit}>
      <div class="two">
        <Field
          label={t('shop.name')}
          dir="auto"
          value={draft.shopName}
          onValue={(shopName) => put(ownId ? { shopName } : { shopName, shop: idOf(shopName) })}
          error={problems.shopName}
          autocomplete="organization"
        />
        <Field
          label={t('shop.id')}
          class="mono"
          dir="ltr"
          value={draft.shop}
          onValue={(shop) => {
            setOwnId(true);
            put({ shop });
          }}
          error={problems.shop}
          hint={t('shop.idHint')}
        />
      </div>
      <div class="two">
        <Field label={t('owner.name')} dir="auto" autocomplete="name" value={draft.name} onValue={(name) => put({ name })} error={problems.name} hint={t('owner.nameHint')} />
        <Field label={t('email')} type="email" dir="ltr" autocomplete="username" value={draft.email} onValue={(email) => put({ email })} error={problems.email} hint={t('owner.emailHint')} />
      </div>
      <NewPassphrase
        label={t('passphrase')}
        passphrase={draft.passphrase}
        again={again}
        onPassphrase={(passphrase) => put({ passphrase })}
        onAgain={setAgain}
        show={tried}
      />
      <div class="form-actions">
        <Button tone="primary" type="submit" busy={doing.busy}>
          {doing.busy ? t('setup.making') : t('setup.makeKeys')}
        </Button>
      </div>
    </Form>
  );
}

function problemsOf(owner: Owner): Partial<Record<keyof Owner, string>> {
  const problems: Partial<Record<keyof Owner, string>> = {};
  if (!owner.shopName.trim()) problems.shopName = t('shop.nameMissing');
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(owner.shop) || owner.shop.length > shopIdBytesMax) {
    problems.shop = t('shop.idFalse', { count: shopIdBytesMax });
  }
  if (!owner.name.trim()) problems.name = t('owner.nameMissing');
  if (!isEmail(owner.email)) problems.email = t('owner.emailFalse');
  return problems;
}

/** "Blue Kettle & Sons" → "blue-kettle-sons"; names without Latin letters leave it to the owner. */
export function idOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/gu, '-').slice(0, shopIdBytesMax).replace(/^-+|-+$/gu, '');
}
