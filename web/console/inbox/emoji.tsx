// SPDX-License-Identifier: Apache-2.0
// The emoji button under the reply field.
import { EmojiPicker } from '../../emoji/picker';
import { Icon } from '../parts/icon';
import { languageNow, t } from '../text';

export function Emoji(props: { onPick: (sign: string) => void; onClose: () => void }) {
  return <EmojiPicker class="button quiet bare" name={t('emoji')} failed={t('emoji.failed')} icon={<Icon name="emoji" size={18} />} fetch={fetchEmoji} {...props} />;
}

async function fetchEmoji(): Promise<string> {
  const file = __EMOJI__[languageNow()] ?? __EMOJI__['en'];
  const answer = await fetch(file?.url ?? '', { integrity: file?.integrity ?? '' });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer.text();
}
