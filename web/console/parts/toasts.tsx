// SPDX-License-Identifier: Apache-2.0
// Short notes at the foot of the page, most with an Undo. They are said politely by screen readers,
// stay while one points at them or has the focus in them, and go by themselves.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Store, useStore } from '../state/store';
import { t } from '../text';
import { Button } from './button';

export interface Toast {
  id: number;
  words: string;
  action?: { label: string; run: () => void } | undefined;
}

const shownMs = 8_000;
const toasts = new Store<readonly Toast[]>([]);
let count = 0;

export function tell(words: string, action?: Toast['action']): void {
  count += 1;
  const toast = { id: count, words, action };
  // A newer note takes the place of the oldest: three is what one can read.
  toasts.update((all) => [...all.slice(-2), toast]);
}

export function hush(): void {
  toasts.set([]);
}

/** Runs the newest undo, for the key. */
export function undoLast(): boolean {
  const last = [...toasts.get()].reverse().find((toast) => toast.action);
  if (!last) return false;
  last.action?.run();
  drop(last.id);
  return true;
}

function drop(id: number): void {
  toasts.update((all) => all.filter((toast) => toast.id !== id));
}

export function Toasts() {
  const all = useStore(toasts, (value) => value);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {all.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { toast: Toast }) {
  const line = useRef<HTMLDivElement>(null);
  const [held, hold] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div
      class="toast"
      ref={line}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocusIn={() => hold(true)}
      onFocusOut={() => hold(false)}
    >
      <span>{toast.words}</span>
      {toast.action && (
        <Button
          tone="quiet"
          keys="z"
          tipSide="above"
          onClick={() => {
            toast.action?.run();
            drop(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button tone="quiet" icon="close" label={t('dismiss')} tipSide="above" onClick={() => drop(toast.id)} />
    </div>
  );
}
