// SPDX-License-Identifier: Apache-2.0
// The line to paste into the shop's pages: rolling (keeps itself current) or pinned (the page
// refuses any other file), with what a strict content policy must allow.
import { useState } from 'preact/hooks';
import { CopyBox } from '../parts/copy';
import { Choices } from '../parts/field';
import { t } from '../text';

export interface SnippetTexts {
  rolling: string;
  pinned: string;
  csp: string;
}

export function Snippet({ snippet }: { snippet: SnippetTexts }) {
  const [kind, setKind] = useState<'rolling' | 'pinned'>('rolling');
  return (
    <div class="snippet">
      <Choices
        legend={t('snippet.kind')}
        value={kind}
        onValue={setKind}
        choices={[
          { value: 'rolling', label: t('snippet.rolling'), hint: t('snippet.rollingHint') },
          { value: 'pinned', label: t('snippet.pinned'), hint: t('snippet.pinnedHint') },
        ]}
      />
      <CopyBox code key={kind} label={t('snippet.label')} text={snippet[kind]} />
      <p class="hint">{t('snippet.where')}</p>
      <details>
        <summary>{t('snippet.csp')}</summary>
        <p class="hint">{t('snippet.cspHint')}</p>
        <CopyBox code label={t('snippet.csp')} text={snippet.csp} />
      </details>
    </div>
  );
}
