// SPDX-License-Identifier: Apache-2.0
// The shop as shoppers meet it: name, colour, greeting, away text, and the pages it may be on. Used
// by the setup and by the settings.
import { greetingBytesMax, nameBytesMax, originsMax } from '@wire/limits';
import { contrast, isColour, tonesOf } from '../../bridge/theme';
import { Field } from '../parts/field';
import type { ShopSettings } from '../session/api';
import { t } from '../text';

export type ShopProblems = Partial<Record<keyof ShopSettings, string>>;

const swatches = ['#1f6f5c', '#2c59c4', '#7a3fb5', '#b8336a', '#b4432b', '#8a6a12', '#33404d'];

export function ShopFields({ value, onValue, problems }: { value: ShopSettings; onValue: (value: ShopSettings) => void; problems: ShopProblems }) {
  const put = (part: Partial<ShopSettings>): void => onValue({ ...value, ...part });
  return (
    <>
      <Field label={t('shop.name')} value={value.name} onValue={(name) => put({ name })} error={problems.name} dir="auto" />
      <Accent value={value.accent} onValue={(accent) => put({ accent })} problem={problems.accent} />
      <Field
        label={t('shop.greeting')}
        rows={2}
        dir="auto"
        value={value.greeting}
        onValue={(greeting) => put({ greeting })}
        placeholder={t('preview.greeting')}
        hint={t('shop.greetingHint')}
        error={problems.greeting}
        spellcheck
      />
      <Field
        label={t('shop.away')}
        rows={2}
        dir="auto"
        value={value.away}
        onValue={(away) => put({ away })}
        placeholder={t('shop.awayPlaceholder')}
        hint={t('shop.awayHint')}
        error={problems.away}
        spellcheck
      />
      <Field
        label={t('shop.origins')}
        rows={3}
        dir="ltr"
        class="mono"
        value={value.origins.join('\n')}
        onValue={(text) => put({ origins: text.split('\n') })}
        placeholder={'https://shop.example.com'}
        hint={t('shop.originsHint')}
        error={problems.origins}
      />
    </>
  );
}

function Accent({ value, onValue, problem }: { value: string; onValue: (value: string) => void; problem: string | undefined }) {
  return (
    <fieldset class="accent">
      <legend>{t('shop.accent')}</legend>
      <div class="swatches">
        {swatches.map((colour) => (
          <label key={colour} class="swatch" style={{ '--swatch': colour }}>
            <input type="radio" name="swatch" checked={colour === value.toLowerCase()} onChange={() => onValue(colour)} aria-label={colour} />
          </label>
        ))}
        <label class="swatch any" title={t('shop.accentOwn')}>
          <input type="color" value={isColour(value) && value.length === 7 ? value : '#2c59c4'} onInput={(event) => onValue(event.currentTarget.value)} aria-label={t('shop.accentOwn')} />
        </label>
        <Field label={t('shop.accentCode')} class="accent-code mono" dir="ltr" value={value} onValue={onValue} error={problem} maxLength={7} />
      </div>
      {isColour(value) && <p class="hint">{accentWords(value)}</p>}
    </fieldset>
  );
}

function accentWords(colour: string): string {
  const { fill, onFill } = tonesOf(colour, false);
  return t('shop.accentContrast', { ratio: contrast(fill, onFill).toFixed(1) });
}

/** What the relay would refuse, said before it is asked. Empty lines among the origins do not count. */
export function shopProblems(settings: ShopSettings): ShopProblems {
  const problems: ShopProblems = {};
  const size = (text: string): number => new TextEncoder().encode(text).length;
  if (!settings.name.trim()) problems.name = t('shop.nameMissing');
  if (size(settings.name) > nameBytesMax) problems.name = t('field.tooLong', { count: nameBytesMax });
  if (!/^#[0-9a-f]{6}$/iu.test(settings.accent)) problems.accent = t('shop.accentFalse');
  for (const name of ['greeting', 'away'] as const) {
    if (size(settings[name]) > greetingBytesMax) problems[name] = t('field.tooLong', { count: greetingBytesMax });
  }
  const origins = cleanOrigins(settings.origins);
  const odd = origins.find((origin) => !isOrigin(origin));
  if (odd !== undefined) problems.origins = t('shop.originFalse', { origin: odd });
  if (origins.length > originsMax) problems.origins = t('shop.originsMany', { count: originsMax });
  return problems;
}

export function cleanSettings(settings: ShopSettings): ShopSettings {
  return { ...settings, name: settings.name.trim(), origins: cleanOrigins(settings.origins) };
}

/** Without blanks and doubles; a pasted page address becomes its origin. */
export function cleanOrigins(lines: readonly string[]): string[] {
  const origins = lines.map((line) => line.trim()).filter((line) => line !== '');
  return [...new Set(origins.map((line) => (isOrigin(line) ? line : originOf(line))))];
}

function originOf(line: string): string {
  try {
    const { origin, protocol } = new URL(line);
    return protocol === 'https:' || protocol === 'http:' ? origin : line;
  } catch {
    return line;
  }
}

function isOrigin(text: string): boolean {
  try {
    return /^https?:$/u.test(new URL(text).protocol) && new URL(text).origin === text;
  } catch {
    return false;
  }
}
