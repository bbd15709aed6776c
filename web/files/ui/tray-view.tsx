// SPDX-License-Identifier: Apache-2.0
// The files that will be sent, above the field: looked at, taken out again, or sent with Send.
import closeIcon from '../../../assets/icons/close.svg?strokes';
import fileIcon from '../../../assets/icons/file.svg?strokes';
import type { Tray, TrayItem } from '../tray';
import { Player } from '../../voice/ui/player';
import { SmallButton } from './file';
import { Sign } from './sign';

export function TrayView({ tray }: { tray: Tray }) {
  const words = tray.words();
  const { bytesMax, atOnceMax } = tray.limits();
  return (
    <>
      {tray.problems.map((problem) => (
        <p key={problem} class="file-problem" role="alert" dir="auto">
          {problem}
        </p>
      ))}
      {tray.items.length > 0 && (
        <section class="file-tray" aria-label={words.say('tray')}>
          <ul>
            {tray.items.map((item) => (
              <li key={item.key}>
                <Item item={item} tray={tray} />
              </li>
            ))}
          </ul>
          <p class="file-size" role="status">
            {tray.isSending || tray.items.some(({ ready }) => !ready) ? words.say('preparing') : words.say('limits', { count: atOnceMax, size: words.size(bytesMax) })}
          </p>
          {tray.hasPictures && (
            <label class="file-choice">
              <input type="checkbox" checked={tray.isOriginal} disabled={tray.isSending} onChange={({ currentTarget }) => tray.setOriginal(currentTarget.checked)} />
              {words.say('original')}
            </label>
          )}
        </section>
      )}
    </>
  );
}

function Item({ item, tray }: { item: TrayItem; tray: Tray }) {
  const words = tray.words();
  const bytes = item.bytes ?? item.file;
  const part = item.sealed / bytes.size;
  const { voice } = item;
  return (
    <div class={voice ? 'file-item of-voice' : 'file-item'} title={item.name}>
      {voice ? (
        <Player waveform={voice.waveform} duration={voice.duration} url={item.url} words={words} />
      ) : (
        <>
          {item.url ? <img src={item.url} alt={item.name} /> : <Sign path={fileIcon} />}
          <span class="file-about">
            <span class="file-name" dir="auto">
              {item.name}
            </span>
            <span class="file-size">{item.sealed > 0 ? words.percent(item.sealed, bytes.size) : words.size(bytes.size)}</span>
          </span>
        </>
      )}
      {item.sealed > 0 && <i class="file-sealed" style={{ inlineSize: `${Math.round(part * 100)}%` }} />}
      {!tray.isSending && <SmallButton icon={closeIcon} name={words.say('remove', { name: item.name })} onClick={() => tray.remove(item)} />}
    </div>
  );
}
