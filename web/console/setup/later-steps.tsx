// SPDX-License-Identifier: Apache-2.0
// The steps after the shop stands: how it looks, who answers with the owner, and the snippet.
import { useEffect, useState } from 'preact/hooks';
import type { Console } from '../desk-context';
import { Button } from '../parts/button';
import { Form, FormError, useDoing } from '../parts/form';
import { wordsOf } from '../refusals';
import { goHome } from '../route';
import type { ShopAnswer, ShopSettings } from '../session/api';
import { t } from '../text';
import { InviteForm } from './invite';
import { Preview } from './preview';
import { cleanSettings, ShopFields, shopProblems, type ShopProblems } from './shop-fields';
import { Snippet } from './snippet';

export interface LookStepProps {
  console: Console;
  settings: ShopSettings;
  ownerName: string;
  onSettings: (settings: ShopSettings) => void;
  onDone: () => void;
}

export function LookStep({ console, settings, ownerName, onSettings, onDone }: LookStepProps) {
  const [problems, setProblems] = useState<ShopProblems>({});
  const doing = useDoing();
  const submit = (): void => {
    const found = shopProblems(settings);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    doing.run(async () => {
      const clean = cleanSettings(settings);
      await console.team.saveSettings(clean);
      onSettings(clean);
      onDone();
    });
  };
  return (
    <div class="with-preview">
      <Form doing={doing} onSubmit={submit}>
        <ShopFields value={settings} onValue={onSettings} problems={problems} />
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={doing.busy}>
            {t('setup.next')}
          </Button>
        </div>
      </Form>
      <Preview shop={settings} answers={ownerName} />
    </div>
  );
}

export function InviteStep({ console, onDone }: { console: Console; onDone: () => void }) {
  const [invited, setInvited] = useState(false);
  return (
    <>
      <InviteForm team={console.team} onInvited={() => setInvited(true)} />
      <div class="form-actions apart">
        <Button tone={invited ? 'primary' : 'plain'} onClick={onDone}>
          {invited ? t('setup.next') : t('setup.inviteLater')}
        </Button>
      </div>
    </>
  );
}

export function DoneStep({ console, settings, ownerName }: { console: Console; settings: ShopSettings; ownerName: string }) {
  const [shop, setShop] = useState<ShopAnswer>();
  const [wrong, setWrong] = useState<string>();
  useEffect(() => {
    console.team.shop().then(setShop, (error: unknown) => setWrong(wordsOf(error)));
  }, []);
  return (
    <div class="with-preview">
      <div>
        <FormError words={wrong} />
        {shop ? <Snippet snippet={shop.snippet} /> : !wrong && <i class="bone block" aria-hidden="true" />}
        <div class="form-actions">
          <Button tone="primary" onClick={goHome}>
            {t('setup.open')}
          </Button>
        </div>
      </div>
      <Preview shop={settings} answers={ownerName} />
    </div>
  );
}
