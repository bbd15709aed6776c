// SPDX-License-Identifier: Apache-2.0
// The states in which there is no chat to use: it cannot start, or another tab has it.
import alertIcon from '../../../assets/icons/alert.svg?strokes';
import chatIcon from '../../../assets/icons/chat.svg?strokes';
import type { Failure } from '../../chat/chat';
import type { View } from '../view';
import { say, type Word } from '../language';
import { Icon } from './icon';

const reasons: Record<Failure, Word> = {
  missing: 'startFailedMissing',
  policy: 'startFailedPolicy',
  crash: 'startFailedCrash',
};

export function StartFailure({ view }: { view: View }) {
  const waiting = view.early.length;
  return (
    <section class="failure" role="alert">
      <Icon path={alertIcon} />
      <div>
        <h2>{say('startFailed')}</h2>
        <p>
          {say(reasons[view.failure ?? 'missing'])} {waiting > 0 && say('startFailedWaiting', { count: waiting })}
        </p>
        <button type="button" class="quiet" onClick={() => view.retryStart()}>
          {say('tryAgain')}
        </button>
      </div>
    </section>
  );
}

export function Elsewhere({ view }: { view: View }) {
  return (
    <section class="elsewhere">
      <span class="medal">
        <Icon path={chatIcon} size={28} />
      </span>
      <h2>{say('elsewhere')}</h2>
      <p>{say('elsewhereHint')}</p>
      <button type="button" class="solid" onClick={() => view.useHere()}>
        {say('useHere')}
      </button>
    </section>
  );
}
