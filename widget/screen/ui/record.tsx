// SPDX-License-Identifier: Apache-2.0
// The button in the composer that records a voice message: the page's microphone, as the frame has
// none. What it does comes with the script for files.
import microphoneIcon from '../../../assets/icons/microphone.svg?strokes';
import { canRecord, RecordButton } from '../../../web/voice/ui/record-button';
import { say } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

export function Record({ view: { fileDoor } }: { view: View }) {
  if (!canRecord) return null;
  return (
    <RecordButton
      class="round"
      name={say('record')}
      icon={<Icon path={microphoneIcon} />}
      isOn={fileDoor.desk?.recording.isOn ?? false}
      press={(at) => fileDoor.record('press', at)}
      release={(at) => fileDoor.record('release', at)}
    />
  );
}
