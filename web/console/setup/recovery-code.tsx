// SPDX-License-Identifier: Apache-2.0
// The recovery code, shown once: to print, to save, to write down. Two of its groups must be typed
// back, so that nobody goes on without having it.
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../parts/button';
import { CopyBox } from '../parts/copy';
import { Field } from '../parts/field';
import { type Doing, Form } from '../parts/form';
import { t } from '../text';

export interface RecoveryCodeProps {
  code: string;
  shopName: string;
  doing: Doing;
  onDone: () => void;
}

export function RecoveryCode({ code, shopName, doing, onDone }: RecoveryCodeProps) {
  const groups = useMemo(() => code.split(/[\s-]+/u).filter(Boolean), [code]);
  const asked = useMemo(() => twoOf(groups.length), [groups]);
  const [checking, setChecking] = useState(false);
  return (
    <>
      {checking ? (
        <TypeBack groups={groups} asked={asked} doing={doing} onBack={() => setChecking(false)} onDone={onDone} />
      ) : (
        <Show groups={groups} code={code} shopName={shopName} onNext={() => setChecking(true)} />
      )}
    </>
  );
}

function Show({ groups, code, shopName, onNext }: { groups: string[]; code: string; shopName: string; onNext: () => void }) {
  return (
    <div class="recovery">
      <ol class="code-groups" dir="ltr" aria-label={t('code.label')}>
        {groups.map((group, index) => (
          <li key={index}>
            <small aria-hidden="true">{index + 1}</small>
            <code>{group}</code>
          </li>
        ))}
      </ol>
      <p class="code-print" aria-hidden="true">
        {t('code.printed', { shop: shopName })}
      </p>
      <div class="code-ways">
        <Button onClick={() => print()}>{t('code.print')}</Button>
        <Button onClick={() => save(code, shopName)}>{t('code.save')}</Button>
        <CopyBox label={t('code.label')} text={code} />
      </div>
      <ul class="points">
        <li>{t('code.why')}</li>
        <li>{t('code.keep')}</li>
        <li>{t('code.once')}</li>
      </ul>
      <div class="form-actions">
        <Button tone="primary" onClick={onNext}>
          {t('code.have')}
        </Button>
      </div>
    </div>
  );
}

function TypeBack(props: { groups: string[]; asked: [number, number]; doing: Doing; onBack: () => void; onDone: () => void }) {
  const [typed, setTyped] = useState<[string, string]>(['', '']);
  const [tried, setTried] = useState(false);
  const right = (at: 0 | 1): boolean => sameGroup(typed[at], props.groups[props.asked[at]] ?? '');
  const submit = (): void => {
    setTried(true);
    if (right(0) && right(1)) props.onDone();
  };
  return (
    <Form doing={props.doing} onSubmit={submit}>
      <p>{t('code.check')}</p>
      <div class="two">
        {([0, 1] as const).map((at) => (
          <Field
            key={at}
            label={t('code.group', { number: props.asked[at] + 1 })}
            class="mono"
            dir="ltr"
            spellcheck={false}
            value={typed[at]}
            onValue={(value) => setTyped(at === 0 ? [value, typed[1]] : [typed[0], value])}
            error={tried && !right(at) ? t('code.wrong', { number: props.asked[at] + 1 }) : undefined}
          />
        ))}
      </div>
      <div class="form-actions">
        <Button onClick={props.onBack}>{t('code.again')}</Button>
        <Button tone="primary" type="submit" busy={props.doing.busy}>
          {props.doing.busy ? t('setup.making') : t('setup.next')}
        </Button>
      </div>
    </Form>
  );
}

/** Two places, not the first one: that is what the eye keeps without having written anything down. */
function twoOf(count: number): [number, number] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = 1 + (a % Math.max(1, count - 2));
  const second = 1 + (b % Math.max(1, count - 2));
  return first < second ? [first, second] : [second, first === second ? first + 1 : first];
}

/** The code's letters are made so that a hand may write them either way. */
export function sameGroup(typed: string, group: string): boolean {
  const plain = (text: string): string =>
    text.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
  return plain(typed) === plain(group) && typed !== '';
}

function save(code: string, shopName: string): void {
  const text = `${t('code.printed', { shop: shopName })}\n\n${code}\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'shopbell-recovery-code.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}
