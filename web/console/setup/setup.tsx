// SPDX-License-Identifier: Apache-2.0
// A real shop in five steps. The root key is made in this browser in the first; once the recovery
// code has been typed back the shop stands, and the later steps only change its settings.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fileBytesMaxDefault, filesAtOnceMaxDefault, filesTotalBytesMaxDefault } from '@wire/limits';
import { LoadingScreen } from '../access/notes';
import { Brand, Frame } from '../access/frame';
import { Button } from '../parts/button';
import { useDoing } from '../parts/form';
import type { Console } from '../desk-context';
import { Refusal, wordsOf } from '../refusals';
import type { ShopSettings } from '../session/api';
import { makeShop, setUp, type MadeShop, type Owner, type Tools } from '../session/enter';
import type { SignedIn } from '../session/signed-in';
import { goHome } from '../route';
import { type Key, t } from '../text';
import { OwnerStep } from './owner-step';
import { RecoveryCode } from './recovery-code';
import { DoneStep, InviteStep, LookStep } from './later-steps';

const steps = ['owner', 'code', 'look', 'invite', 'done'] as const;
type Step = (typeof steps)[number];
const stepWords: Record<Step, Key> = { owner: 'setup.owner', code: 'setup.code', look: 'setup.look', invite: 'setup.invite', done: 'setup.done' };
const leadWords: Record<Step, Key> = {
  owner: 'setup.ownerLead',
  code: 'setup.codeLead',
  look: 'setup.lookLead',
  invite: 'setup.inviteLead',
  done: 'setup.doneLead',
};

const firstAccent = '#1f6f5c';

export function SetupScreen(props: { tools: Tools; token: string; signedIn: Console | undefined; onIn: (session: SignedIn) => void }) {
  const { tools, token, signedIn } = props;
  const [known, setKnown] = useState<{ good: boolean; why: string }>();
  const [step, setStep] = useState<Step>('owner');
  const [owner, setOwner] = useState<Owner>({ token, name: '', email: '', passphrase: '', shop: '', shopName: '' });
  const [made, setMade] = useState<MadeShop>();
  const doing = useDoing();
  const [settings, setSettings] = useState<ShopSettings>({ name: '', accent: firstAccent, greeting: '', away: '', origins: [], retention_days: 0, file_bytes_max: fileBytesMaxDefault, files_at_once_max: filesAtOnceMaxDefault, files_total_bytes_max: filesTotalBytesMaxDefault });

  useEffect(() => {
    tools.api.get(`/v1/setup?token=${encodeURIComponent(token)}`).then(
      () => setKnown({ good: true, why: '' }),
      (error: unknown) => setKnown({ good: false, why: usedWords(error) }),
    );
  }, [token]);

  const make = (next: Owner): void =>
    doing.run(async () => {
      setOwner(next);
      setMade(await makeShop(tools, next));
      setStep('code');
    });
  const found = (): void =>
    doing.run(async () => {
      if (!made) return;
      const first = { ...settings, name: owner.shopName };
      try {
        props.onIn(await setUp(tools, owner, made, first));
      } catch (error) {
        setStep('owner');
        throw error;
      }
      setSettings(first);
      setOwner({ ...owner, passphrase: '' });
      setMade(undefined);
      setStep('look');
    });

  if (!known) return <LoadingScreen />;
  if (!known.good && step === 'owner') {
    return (
      <Frame title={t('setup.goneTitle')} lead={known.why}>
        <p class="hint">{t('setup.goneHow')}</p>
        <Button onClick={goHome}>{t('recover.back')}</Button>
      </Frame>
    );
  }
  return (
    <SetupFrame step={step}>
      {step === 'owner' && <OwnerStep owner={owner} doing={doing} onDone={make} />}
      {step === 'code' && made && <RecoveryCode code={made.made.recoveryCode} shopName={owner.shopName} doing={doing} onDone={found} />}
      {step === 'look' && (signedIn ? <LookStep console={signedIn} settings={settings} ownerName={owner.name} onSettings={setSettings} onDone={() => setStep('invite')} /> : <p role="status">{t('loading')}</p>)}
      {step === 'invite' && signedIn && <InviteStep console={signedIn} onDone={() => setStep('done')} />}
      {step === 'done' && signedIn && <DoneStep console={signedIn} settings={settings} ownerName={owner.name} />}
    </SetupFrame>
  );
}

function usedWords(error: unknown): string {
  return error instanceof Refusal && error.code === 'not_found' ? t('setup.used') : wordsOf(error);
}

function SetupFrame({ step, children }: { step: Step; children: ComponentChildren }) {
  const at = steps.indexOf(step);
  useEffect(() => {
    document.title = `${t(stepWords[step])} · Shopbell`;
    scrollTo(0, 0);
  }, [step]);
  return (
    <div class={`setup ${step}`}>
      <aside class="setup-side">
        <Brand />
        <ol class="setup-steps">
          {steps.map((name, index) => (
            <li key={name} class={index < at ? 'past' : index === at ? 'now' : ''} aria-current={index === at ? 'step' : undefined}>
              <i aria-hidden="true">{index + 1}</i>
              <span>{t(stepWords[name])}</span>
              {index < at && <span class="quietly">{t('setup.past')}</span>}
            </li>
          ))}
        </ol>
        <p class="setup-note">{t('setup.note')}</p>
      </aside>
      <main class="setup-main">
        <p class="setup-count">{t('setup.count', { at: at + 1, of: steps.length })}</p>
        <h1>{t(stepWords[step])}</h1>
        <p class="lead">{t(leadWords[step])}</p>
        {children}
      </main>
    </div>
  );
}
