// SPDX-License-Identifier: Apache-2.0
// Text to take away (a snippet, a link) with a button that copies it and says that it did.
import { useState } from 'preact/hooks';
import { t } from '../text';
import { Button } from './button';

export function CopyBox({ text, label, code = false }: { text: string; label: string; code?: boolean }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      // Some browsers refuse the clipboard: the text is selected, so that the keys can copy it.
      setCopied('refused');
    }
  };
  return (
    <div class={code ? 'copy code' : 'copy'}>
      <textarea
        readOnly
        dir="ltr"
        aria-label={label}
        rows={code ? Math.min(8, text.split('\n').length + 2) : 1}
        value={text}
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={copied === 'yes' ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied === 'yes' ? t('copied') : t('copy')}
      </Button>
      <span class="quietly" role="status">
        {copied === 'yes' ? t('copied') : copied === 'refused' ? t('copy.refused') : ''}
      </span>
    </div>
  );
}
