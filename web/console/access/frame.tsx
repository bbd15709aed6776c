// SPDX-License-Identifier: Apache-2.0
// The frame of every screen outside the inbox: the mark, a title, one card.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon';
import { t } from '../text';

export function Frame(props: { title: string; lead?: ComponentChildren; children?: ComponentChildren; foot?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${props.title} · Shopbell`;
  }, [props.title]);
  return (
    <div class="access">
      <main class="access-card">
        <Brand />
        <h1>{props.title}</h1>
        {props.lead && <p class="lead">{props.lead}</p>}
        {props.children}
      </main>
      <p class="access-foot">{props.foot ?? <Sealed />}</p>
    </div>
  );
}

export function Brand() {
  return (
    <p class="brand">
      <span class="brand-mark">
        <Icon name="bell" size={20} />
      </span>
      Shopbell
    </p>
  );
}

function Sealed() {
  return (
    <>
      <Icon name="lock" size={14} /> {t('access.sealed')}
    </>
  );
}

/** A form's own error, said at once and put where the focus goes. */
export function FormError({ words }: { words: string | undefined }) {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (words) box.current?.focus();
  }, [words]);
  if (!words) return null;
  return (
    <p class="form-error" role="alert" tabIndex={-1} ref={box}>
      <Icon name="alert" />
      <span>{words}</span>
    </p>
  );
}
