// SPDX-License-Identifier: Apache-2.0
// The frame of every screen outside the inbox: the mark, a title, one card.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
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
      <footer class="access-foot">{props.foot ?? <Sealed />}</footer>
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
