// SPDX-License-Identifier: Apache-2.0
// Choosing a passphrase: twice, with the one rule (its length) said before it is broken, and a bar
// that fills until it is long enough.
import { passphraseBytesMax, passphraseCharsMin } from '@wire/limits';
import { Field } from '../parts/field';
import { t } from '../text';

/** The words for what is wrong, or undefined. */
export function passphraseProblem(passphrase: string, again: string): { field: 'passphrase' | 'again'; words: string } | undefined {
  if ([...passphrase].length < passphraseCharsMin) return { field: 'passphrase', words: t('passphrase.short', { count: passphraseCharsMin }) };
  if (new TextEncoder().encode(passphrase).length > passphraseBytesMax) return { field: 'passphrase', words: t('passphrase.long') };
  if (passphrase !== again) return { field: 'again', words: t('passphrase.differs') };
  return undefined;
}

export function NewPassphrase(props: {
  passphrase: string;
  again: string;
  onPassphrase: (value: string) => void;
  onAgain: (value: string) => void;
  /** Errors are shown only after a try. */
  show: boolean;
  label?: string;
}) {
  const problem = props.show ? passphraseProblem(props.passphrase, props.again) : undefined;
  const length = [...props.passphrase].length;
  return (
    <>
      <Field
        label={props.label ?? t('passphrase.new')}
        type="password"
        autocomplete="new-password"
        dir="ltr"
        value={props.passphrase}
        onValue={props.onPassphrase}
        error={problem?.field === 'passphrase' ? problem.words : undefined}
        hint={
          <>
            <span class="length" aria-hidden="true">
              <i style={{ inlineSize: `${Math.min(100, (length / passphraseCharsMin) * 100)}%` }} class={length >= passphraseCharsMin ? 'enough' : ''} />
            </span>
            {t('passphrase.hint', { count: passphraseCharsMin })}
          </>
        }
      />
      <Field
        label={t('passphrase.again')}
        type="password"
        autocomplete="new-password"
        dir="ltr"
        value={props.again}
        onValue={props.onAgain}
        error={problem?.field === 'again' ? problem.words : undefined}
      />
    </>
  );
}
