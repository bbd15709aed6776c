// SPDX-License-Identifier: Apache-2.0
// A button that opens a menu under or over itself: arrows move, a letter jumps, Enter chooses,
// Escape closes and gives the focus back to the button.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { itemsOf, steer } from '../../menu/steer';
import { Button, type ButtonProps } from './button';
import { Icon, type IconName } from './icon';

export interface MenuItem {
  key: string;
  label: string;
  icon?: IconName;
  picture?: ComponentChildren;
  note?: string;
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** A hairline above it. */
  apart?: boolean;
  onChoose: () => void;
}

export interface MenuProps {
  items: readonly MenuItem[];
  name: string;
  button: ButtonProps;
  side?: 'below' | 'above';
  align?: 'start' | 'end';
  /** Raised from outside (a shortcut) to open it. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  class?: string;
}

export function Menu(props: MenuProps) {
  const [own, setOwn] = useState(false);
  const open = props.opened ?? own;
  const setOpen = props.onOpened ?? setOwn;
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const at = useRef('');

  useLayoutEffect(() => {
    if (!open) return;
    at.current = '';
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [open]);

  // News may redraw an open menu: an item that is moved or taken away drops the focus it has.
  useLayoutEffect(() => {
    if (!open || root.current?.querySelector('[role=menu]')?.contains(document.activeElement)) return;
    const all = itemsOf(root.current);
    (all.find((item) => item.dataset['key'] === at.current) ?? all[0])?.focus();
  });

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class={`menu ${props.class ?? ''}`} ref={root}>
      <Button {...props.button} innerRef={button} popup="menu" expanded={open} onClick={() => setOpen(!open)} />
      {open && (
        <div
          role="menu"
          aria-label={props.name}
          class={`menu-list ${props.side ?? 'below'} ${props.align ?? 'start'}`}
          onKeyDown={(event) => steer(event, root.current, close)}
        >
          {props.items.map((item) => (
            <button
              key={item.key}
              data-key={item.key}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={item.checked}
              tabIndex={-1}
              disabled={item.disabled}
              class={[item.danger ? 'danger' : '', item.apart ? 'apart' : ''].filter(Boolean).join(' ')}
              onFocus={() => {
                at.current = item.key;
              }}
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.picture ?? (item.icon && <Icon name={item.icon} />)}
              <span class="words">{item.label}</span>
              {item.note && <span class="note">{item.note}</span>}
              {item.checked && <Icon name="check" />}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
