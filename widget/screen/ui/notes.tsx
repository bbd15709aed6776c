// SPDX-License-Identifier: Apache-2.0
// What is wrong with this browser or page: the chat cannot start, or nothing can be kept.
import alertIcon from '../../../assets/icons/alert.svg?strokes';
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

/** Stands by the field: it is about what will be written. */
export function StorageNote({ view }: { view: View }) {
  return (
    <p class={view.storage ? 'storage' : 'heard'} role="status">
      {view.storage && say(view.storage === 'full' ? 'noRoom' : 'notStored')}
    </p>
  );
}
