// SPDX-License-Identifier: Apache-2.0
// A labelled field with a hint and an error that name what is wanted, joined to it for screen
// readers. Passphrase fields can be shown, so that a long one is typed without mistakes.
import type { ComponentChildren, Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../text';
import { Icon } from './icon';

export interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'search';
  name?: string;
  autocomplete?: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  required?: boolean;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  spellcheck?: boolean;
  dir?: 'ltr' | 'auto';
  disabled?: boolean;
  class?: string;
  innerRef?: Ref<HTMLInputElement | HTMLTextAreaElement>;
}

export function Field(props: FieldProps) {
  const id = useId();
  const [shown, show] = useState(false);
  const secret = props.type === 'password';
  const said = [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ');
  const shared = {
    id,
    name: props.name,
    value: props.value,
    required: props.required,
    disabled: props.disabled,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    autocomplete: props.autocomplete ?? 'off',
    dir: props.dir,
    spellcheck: props.spellcheck,
    'aria-invalid': props.error ? true : undefined,
    'aria-describedby': said || undefined,
    onInput: (event: InputEvent) => props.onValue((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class={`field ${props.class ?? ''}`}>
      <label for={id}>{props.label}</label>
      <span class="box">
        {props.rows ? (
          <textarea {...shared} rows={props.rows} ref={props.innerRef as Ref<HTMLTextAreaElement>} />
        ) : (
          <input {...shared} {...typeOf(props, shown)} ref={props.innerRef as Ref<HTMLInputElement>} />
        )}
        {secret && (
          <button type="button" class="reveal" aria-pressed={shown} onClick={() => show(!shown)}>
            {shown ? t('field.hide') : t('field.show')}
          </button>
        )}
      </span>
      {props.error && (
        <p class="error" id={`${id}-error`} role="alert">
          <Icon name="alert" size={14} />
          <span>{props.error}</span>
        </p>
      )}
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** Apart, because the attributes' types know an input of each type, but none of several. */
function typeOf({ type = 'text' }: FieldProps, shown: boolean): object {
  return { type: type === 'password' && shown ? 'text' : type };
}

/** One of several, when each needs no more than a word. */
export function Select(props: { label: string; hint?: string; value: number; options: readonly { value: number; label: string }[]; onValue: (value: number) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <span class="box">
        <select id={id} value={props.value} aria-describedby={props.hint && `${id}-hint`} onChange={(event) => props.onValue(Number(event.currentTarget.value))}>
          {props.options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === props.value}>
              {label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

/** A few choices that exclude each other. */
export function Choices<T extends string>(props: {
  legend: string;
  choices: readonly Choice<T>[];
  value: T;
  onValue: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{props.legend}</legend>
      {props.choices.map((choice) => (
        <label key={choice.value} class="choice">
          <input
            type="radio"
            name={name}
            checked={choice.value === props.value}
            onChange={() => props.onValue(choice.value)}
          />
          <span>
            <span class="choice-label">{choice.label}</span>
            {choice.hint && <span class="choice-hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
