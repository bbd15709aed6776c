// SPDX-License-Identifier: Apache-2.0
// The button that records: tapped to start and to stop, or held for as long as one speaks.
import type { ComponentChild } from 'preact';

interface Props {
  class: string;
  name: string;
  icon: ComponentChild;
  isOn: boolean;
  /** `at`: ms of the event's clock. */
  press: (at: number) => void;
  release: (at: number) => void;
}

/** Not where the browser records nothing at all. */
export const canRecord = 'MediaRecorder' in globalThis;

// Between a pointer going down and the click that follows: that press was taken already.
let isPointed = false;

export function RecordButton({ class: className, name, icon, isOn, press, release }: Props) {
  return (
    <button
      type="button"
      class={`${className} record`}
      aria-label={name}
      aria-pressed={isOn}
      title={name}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        isPointed = true;
        // Wherever the finger is by then, it is this button that it lets go.
        event.currentTarget.setPointerCapture(event.pointerId);
        press(event.timeStamp);
      }}
      onPointerUp={({ timeStamp }) => release(timeStamp)}
      onPointerCancel={({ timeStamp }) => {
        isPointed = false;
        release(timeStamp);
      }}
      onContextMenu={(event) => event.preventDefault()}
      // By key, or by what a screen reader does for a press.
      onClick={({ timeStamp }) => {
        if (!isPointed) press(timeStamp);
        isPointed = false;
      }}
    >
      {icon}
    </button>
  );
}
