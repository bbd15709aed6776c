// SPDX-License-Identifier: Apache-2.0
// Between head and field: what is wrong (if anything) and the conversation, or the note that another
// tab has it.
import type { Appearance } from '../../panel/appearance';
import type { Chat } from '../../chat/chat';
import { say } from '../language';
import type { Pictures } from '../pictures';
import { Banner } from './banner';
import { Elsewhere, StartFailure } from './notes';
import { Transcript } from './transcript';

/** What every part of the screen may look at. */
export interface Scene {
  chat: Chat;
  pictures: Pictures;
  appearance: Appearance;
  /** Links to pages of this origin are followed by the page itself. */
  pageOrigin: string;
}

export function Body(scene: Scene) {
  const { chat } = scene;
  if (chat.isElsewhere) return <Elsewhere chat={chat} />;
  return (
    <>
      <Banner chat={chat} />
      <Transcript {...scene} rows={chat.model.rows} early={chat.model.early} isFocused={chat.isFocused} />
      {chat.failure && <StartFailure chat={chat} />}
      {chat.isRefused && (
        <p class="hint" role="alert">
          {say('refused')}
        </p>
      )}
    </>
  );
}
