// SPDX-License-Identifier: Apache-2.0
// Every button of the console. With `keys` the shortcut stands in the tip that hover and focus show,
// and in aria-keyshortcuts; the tip is for the eye only.
import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './icon';

export interface ButtonProps {
  children?: ComponentChildren;
  tone?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  /** An icon button: the name is not drawn, but it is the name. */
  label?: string;
  keys?: string;
  /** What aria-keyshortcuts says, when it differs from what is drawn. */
  shortcut?: string;
  tipSide?: 'below' | 'above';
  type?: 'button' | 'submit';
  busy?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  popup?: 'menu' | 'dialog';
  class?: string;
  innerRef?: Ref<HTMLButtonElement>;
  onClick?: (event: MouseEvent) => void;
}

export function Button(props: ButtonProps) {
  const { tone = 'plain', icon, label, children, keys, busy = false } = props;
  const bare = children === undefined;
  return (
    <button
      ref={props.innerRef ?? null}
      type={props.type ?? 'button'}
      class={['button', tone, bare ? 'bare' : '', busy ? 'busy' : '', props.class ?? ''].filter(Boolean).join(' ')}
      aria-label={label}
      aria-keyshortcuts={props.shortcut ?? keys}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.popup}
      aria-busy={busy || undefined}
      disabled={props.disabled}
      onClick={(event) => {
        if (!busy) props.onClick?.(event);
      }}
    >
      {icon && <Icon name={icon} size={bare ? 18 : 16} />}
      {!bare && <span class="words">{children}</span>}
      {(keys || (bare && label)) && (
        <span class={`tip ${props.tipSide ?? 'below'}`} aria-hidden="true">
          {bare && label}
          {keys && <Keys keys={keys} />}
        </span>
      )}
    </button>
  );
}

/** "Alt+ArrowUp" as key caps. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys" dir="ltr">
      {keys.split('+').map((key) => (
        <kbd key={key}>{capOf(key)}</kbd>
      ))}
    </span>
  );
}

const caps: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Enter: '↵', Escape: 'Esc' };

function capOf(key: string): string {
  return caps[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
