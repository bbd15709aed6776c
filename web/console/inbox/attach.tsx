// SPDX-License-Identifier: Apache-2.0
// Files beside the reply: by the button, by pasting, or dropped on the conversation; and what is
// spoken. Nothing leaves before Send.
import { useEffect } from 'preact/hooks';
import { TrayView } from '../../files/ui/tray-view';
import type { Tray } from '../../files/tray';
import type { Recording } from '../../voice/recording';
import { canRecord, RecordButton } from '../../voice/ui/record-button';
import { RecordingStatus, RecordingView } from '../../voice/ui/recording-view';
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

/** What is recorded for this conversation; it stops when another is opened. */
export function useRecording(conv: Id): Recording {
  const recording = useConsole().live.files.recordingOf(conv);
  useEffect(() => () => recording.stop(), [recording]);
  return recording;
}

export function Record({ recording }: { recording: Recording }) {
  if (!canRecord) return null;
  return (
    <RecordButton
      class="button quiet bare"
      name={t('record')}
      icon={<Icon name="microphone" size={18} />}
      isOn={recording.isOn}
      press={(at) => recording.press(at)}
      release={(at) => recording.release(at)}
    />
  );
}

export function AttachedFiles({ tray, recording }: { tray: Tray; recording: Recording }) {
  const words = tray.words();
  return (
    <>
      <div class="attached">
        <RecordingView recording={recording} words={words} />
        <TrayView tray={tray} />
      </div>
      <RecordingStatus recording={recording} words={words} />
    </>
  );
}
