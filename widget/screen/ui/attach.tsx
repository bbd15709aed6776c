// SPDX-License-Identifier: Apache-2.0
// The button in the composer that files come in by. They may be pasted, and dropped anywhere on the
// chat, as well (web/files/intake.ts); none of it leaves before Send (web/files/tray.ts).
import attachIcon from '../../../assets/icons/attach.svg?strokes';
import { say } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

export function Attach({ view }: { view: View }) {
  return (
    // A label, so that the browser's own picker opens in the press itself.
    <label class="round attach" title={say('attach')}>
      <Icon path={attachIcon} />
      <input
        type="file"
        multiple
        aria-label={say('attach')}
        onChange={({ currentTarget }) => {
          view.fileDoor.add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Something of files is held over the chat. */
export function showDropping(): void {
  const { classList } = document.body;
  addEventListener('dragover', ({ dataTransfer }) => classList.toggle('dropping', dataTransfer?.types.includes('Files') ?? false));
  for (const over of ['dragleave', 'drop', 'dragend']) addEventListener(over, () => classList.remove('dropping'));
}
