// SPDX-License-Identifier: Apache-2.0
// Files beside the reply: by the button, by pasting, or dropped on the conversation. Nothing leaves
// before Send.
import { TrayView } from '../../files/ui/tray-view';
import type { Tray } from '../../files/tray';
import { useConsole } from '../desk-context';
import { Icon } from '../parts/icon';
import type { Id } from '../state/model';
import { useStore } from '../state/store';
import { t } from '../text';

/** The tray of this conversation; drawn again when something in it changes. */
export function useTray(conv: Id): Tray {
  const { files } = useConsole().live;
  useStore(files.version, (version) => version);
  return files.trayOf(conv);
}

export function Attach({ tray }: { tray: Tray }) {
  return (
    // A label, so that the browser's own picker opens in the press itself.
    <label class="button quiet bare attach" title={t('attach')}>
      <Icon name="attach" size={18} />
      <input
        type="file"
        multiple
        aria-label={t('attach')}
        onChange={({ currentTarget }) => {
          tray.add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

export function AttachedFiles({ tray }: { tray: Tray }) {
  return (
    <div class="attached">
      <TrayView tray={tray} />
    </div>
  );
}
