// SPDX-License-Identifier: Apache-2.0
// A form whose errors are ours to word: it sends once at a time, shows what went wrong on top, and
// after a refused try the focus goes to the first field that has to change.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { wordsOf } from '../refusals';
import { Icon } from './icon';

/** Whatever fails in `work` is shown; while it runs the form is busy. */
export interface Doing {
  busy: boolean;
  wrong: string | undefined;
  run: (work: () => Promise<void>) => void;
}

export function useDoing(worded: (error: unknown) => string = wordsOf): Doing {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const run = (work: () => Promise<void>): void => {
    if (busy) return;
    setBusy(true);
    setWrong(undefined);
    work().then(
      () => setBusy(false),
      (error: unknown) => {
        setWrong(worded(error));
        setBusy(false);
      },
    );
  };
  return { busy, wrong, run };
}

export function Form(props: { doing: Doing; onSubmit: () => void; children: ComponentChildren; class?: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useLayoutEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tries]);
  return (
    <form
      ref={form}
      class={`form ${props.class ?? ''}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (props.doing.busy) return;
        props.onSubmit();
        setTries(tries + 1);
      }}
    >
      <FormError words={props.doing.wrong} />
      {props.children}
    </form>
  );
}

/** Said at once, and put where the focus goes. */
export function FormError({ words }: { words: string | undefined }) {
  const box = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
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
