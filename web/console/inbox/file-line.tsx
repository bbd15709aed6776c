// SPDX-License-Identifier: Apache-2.0
// A file in one line of the list: what it is, and what was written with it or what it is called.
import type { FileContent } from '@wire/wire';
import { captionOf, isVoice, kindOfType, safeName } from '../../files/kinds';
import { useConsole } from '../desk-context';
import { Icon } from '../parts/icon';

export function FileLine({ file }: { file: FileContent }) {
  const { words } = useConsole().live.files;
  const kind = kindOfType(file.media);
  const kindWord = words.say(isVoice(file) ? 'voice' : kind === 'document' ? 'file' : kind);
  return (
    <>
      <Icon name="attach" size={13} /> {captionOf(file) || (kind === 'document' ? safeName(file.name, kindWord) : kindWord)}
    </>
  );
}
