// SPDX-License-Identifier: Apache-2.0
// Files come in by the button in the composer, by pasting, and by dropping them anywhere on the chat.
// None of it leaves before Send (web/files/tray.ts).
import { Component } from 'preact';

import attachIcon from '../../../assets/icons/attach.svg?strokes';
import type { Composer } from '../../panel/composer';
import { say } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

export class Attach extends Component<{ view: View }> {
  override render({ view }: { view: View }) {
    // A label, so that the browser's own picker opens in the press itself.
    return (
      <label class="round attach" title={say('attach')}>
        <Icon path={attachIcon} />
        <input
          type="file"
          multiple
          aria-label={say('attach')}
          onChange={({ currentTarget }) => {
            view.door.add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </label>
    );
  }
}

/** Pasted into the field, or dropped on the chat. */
export function takeFiles(view: View, composer: Composer): void {
  composer.form.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    view.door.add(files);
  });
  const isFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  for (const over of ['dragleave', 'drop', 'dragend']) addEventListener(over, () => document.body.classList.remove('dropping'));
  addEventListener('drop', (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    view.door.add([...(event.dataTransfer?.files ?? [])]);
  });
}
