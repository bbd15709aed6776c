// SPDX-License-Identifier: Apache-2.0
// The owner's settings in three parts: how the shop looks, the snippet, the team.
import { useEffect, useState } from 'preact/hooks';
import { useConsole } from '../desk-context';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Select } from '../parts/field';
import { Form, FormError, useDoing } from '../parts/form';
import { tell } from '../parts/toasts';
import { wordsOf } from '../refusals';
import type { ShopAnswer, ShopSettings } from '../session/api';
import { FileLimits } from './file-limits';
import { Preview } from '../setup/preview';
import { cleanSettings, ShopFields, shopProblems, type ShopProblems } from '../setup/shop-fields';
import { Snippet } from '../setup/snippet';
import { type Key, t } from '../text';
import { TeamPart } from './team-part';

const parts = ['shop', 'snippet', 'team'] as const;
type Part = (typeof parts)[number];
const partWords: Record<Part, Key> = { shop: 'settings.shop', snippet: 'settings.snippet', team: 'settings.team' };

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { team } = useConsole();
  const [part, setPart] = useState<Part>('shop');
  const [shop, setShop] = useState<ShopAnswer>();
  const [wrong, setWrong] = useState<string>();
  const load = (): void => void team.shop().then(setShop, (error: unknown) => setWrong(wordsOf(error)));
  useEffect(load, []);
  return (
    <Dialog wide title={t('settings')} onClose={onClose}>
      <div class="settings">
        <div class="settings-parts" role="tablist" aria-label={t('settings')} onKeyDown={(event) => turn(event, part, setPart)}>
          {parts.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`part-${name}`}
              aria-selected={name === part}
              aria-controls="settings-part"
              tabIndex={name === part ? 0 : -1}
              data-first={name === part || undefined}
              onClick={() => setPart(name)}
            >
              {t(partWords[name])}
            </button>
          ))}
        </div>
        <div class="settings-part" id="settings-part" role="tabpanel" aria-labelledby={`part-${part}`}>
          <FormError words={wrong} />
          {!shop && !wrong && <i class="bone block" role="status" aria-label={t('loading')} />}
          {shop && part === 'shop' && <ShopPart shop={shop} onSaved={load} />}
          {shop && part === 'snippet' && <Snippet snippet={shop.snippet} />}
          {shop && part === 'team' && <TeamPart shop={shop} onChanged={load} />}
        </div>
      </div>
    </Dialog>
  );
}

function turn(event: KeyboardEvent, part: Part, setPart: (part: Part) => void): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  const next = parts[(parts.indexOf(part) + step + parts.length) % parts.length] ?? part;
  setPart(next);
  document.getElementById(`part-${next}`)?.focus();
  event.preventDefault();
}

function ShopPart({ shop, onSaved }: { shop: ShopAnswer; onSaved: () => void }) {
  const { team } = useConsole();
  const [settings, setSettings] = useState<ShopSettings>(shop.settings);
  const [problems, setProblems] = useState<ShopProblems>({});
  const doing = useDoing();
  const save = (): void => {
    const found = shopProblems(settings);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    doing.run(async () => {
      await team.saveSettings(cleanSettings(settings));
      tell(t('settings.saved'));
      onSaved();
    });
  };
  return (
    <div class="with-preview">
      <Form doing={doing} onSubmit={save}>
        <ShopFields value={settings} onValue={setSettings} problems={problems} />
        <Retention days={settings.retention_days} onDays={(days) => setSettings({ ...settings, retention_days: days })} />
        <FileLimits settings={settings} onSettings={setSettings} />
        <div class="form-actions">
          <Button tone="primary" type="submit" busy={doing.busy}>
            {t('settings.save')}
          </Button>
        </div>
      </Form>
      <Preview shop={settings} answers={team.session.get().name} />
    </div>
  );
}

const offeredDays = [30, 90, 180, 365];

/** 0 is for ever; a number of days that was set elsewhere stays in the list. */
function Retention({ days, onDays }: { days: number; onDays: (days: number) => void }) {
  const offered = [...new Set([...offeredDays, ...(days > 0 ? [days] : [])])].sort((a, b) => a - b);
  const options = [
    { value: 0, label: t('retention.ever') },
    ...offered.map((count) => ({ value: count, label: t('retention.days', { count }) })),
  ];
  return <Select label={t('retention')} hint={t('retention.hint')} value={days} options={options} onValue={onDays} />;
}
