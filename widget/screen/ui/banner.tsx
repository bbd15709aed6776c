// SPDX-License-Identifier: Apache-2.0
// What keeps messages from going out, and how many wait. It lies over the top of the transcript, so
// that what one reads does not move when it comes and goes.
import { Code } from '@wire/codes';

import alertIcon from '../../../assets/icons/alert.svg?strokes';
import offlineIcon from '../../../assets/icons/offline.svg?strokes';
import type { View } from '../view';
import { say } from '../language';
import { Link } from '../model';
import { Icon } from './icon';

export function Banner({ view }: { view: View }) {
  const { connection, conversation } = view.model;
  const waiting = connection.queued;
  return (
    <div class="banners" role="status">
      {connection.state === Link.offline && (
        <div class="banner">
          <Icon path={offlineIcon} />
          <p>{waiting > 0 ? say('offlineQueued', { count: waiting }) : say('offline')}</p>
          <button type="button" class="quiet" onClick={() => view.retryConnection()}>
            {say('retryNow')}
          </button>
        </div>
      )}
      {connection.state === Link.refused && <Warning text={say('refusedConnection', { reason: refusalOf(connection.code, connection.message) })} />}
      {conversation?.forked && <Warning text={say('forked')} />}
      {!view.isStored && <Warning text={say('notStored')} />}
    </div>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <div class="banner wrong">
      <Icon path={alertIcon} />
      <p>{text}</p>
    </div>
  );
}

function refusalOf(code: Code, message: string): string {
  if (code === Code.originRefused) return say('refusedOrigin');
  if (code === Code.unknownShop) return say('refusedShop');
  return message;
}
