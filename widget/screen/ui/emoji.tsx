// SPDX-License-Identifier: Apache-2.0
// The emoji button in the composer.
import emojiIcon from '../../../assets/icons/emoji.svg?strokes';
import { EmojiPicker } from '../../../web/emoji/picker';
import type { Composer } from '../../panel/composer';
import { languageNow, say } from '../language';
import type { View } from '../view';
import { Icon } from './icon';

export function Emoji({ view, composer }: { view: View; composer: Composer }) {
  const file = __EMOJI__[languageNow()] ?? __EMOJI__['en'];
  return (
    <EmojiPicker
      key={languageNow()}
      class="round"
      name={say('emoji')}
      failed={say('emojiFailed')}
      icon={<Icon path={emojiIcon} />}
      fetch={() => (file ? view.files.read(file) : Promise.reject(new Error('no emoji')))}
      onPick={(sign) => composer.insert(sign)}
      onClose={() => composer.focus()}
    />
  );
}
