// SPDX-License-Identifier: Apache-2.0
// What keeps messages from going out, how many wait, and when the next try is. It lies over the top
// of the transcript, so that what one reads does not move when it comes and goes. The seconds run
// for the eye alone; who listens hears the state, once.
import { Code } from '@wire/codes';
import { Component } from 'preact';

import alertIcon from '../../../assets/icons/alert.svg?strokes';
import offlineIcon from '../../../assets/icons/offline.svg?strokes';
import type { View } from '../view';
import { say } from '../language';
import { Link } from '../model';
import { Icon } from './icon';

interface Props {
  view: View;
}

/** A first connection that takes longer is worth a word. */
const patienceMs = 3000;
const tickMs = 1000;

export class Banner extends Component<Props> {
  #connectingSince = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidUpdate(): void {
    clearTimeout(this.#timer);
    const { state } = this.props.view.model.connection;
    if (state === Link.offline || state === Link.connecting) this.#timer = setTimeout(() => this.forceUpdate(), tickMs);
  }

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  override render({ view }: Props) {
    const { connection, conversation } = view.model;
    const text = this.#textFor(view);
    const isOffline = connection.state === Link.offline;
    return (
      <div class="banners">
        <div class={text ? 'banner' : 'heard'}>
          <Icon path={offlineIcon} />
          <div>
            <p role="status">{text}</p>
            {isOffline && <p aria-hidden="true">{nextTry(connection.retryAt)}</p>}
          </div>
          {isOffline && (
            <button type="button" class="quiet" onClick={() => view.retryConnection()}>
              {say('retryNow')}
            </button>
          )}
        </div>
        {connection.state === Link.refused && <Warning text={say('refusedConnection', { reason: refusalOf(connection.code, connection.message) })} />}
        {conversation?.forked && <Warning text={say('forked')} />}
      </div>
    );
  }

  // Empty where there is nothing to say.
  #textFor({ model, failure }: View): string {
    const { state, queued } = model.connection;
    if (state !== Link.connecting) this.#connectingSince = 0;
    else this.#connectingSince ||= Date.now();
    if (failure) return '';
    if (state === Link.offline) return queued > 0 ? say('offlineQueued', { count: queued }) : say('offline');
    if (state !== Link.connecting || Date.now() - this.#connectingSince < patienceMs) return '';
    return queued > 0 ? say('connectingQueued', { count: queued }) : say('connecting');
  }
}

function nextTry(at: number): string {
  const seconds = Math.ceil((at - Date.now()) / 1000);
  return seconds > 0 ? say('nextTry', { count: seconds }) : say('tryingNow');
}

function Warning({ text }: { text: string }) {
  return (
    <div class="banner wrong">
      <Icon path={alertIcon} />
      <p role="alert">{text}</p>
    </div>
  );
}

function refusalOf(code: Code, message: string): string {
  if (code === Code.originRefused) return say('refusedOrigin');
  if (code === Code.unknownShop) return say('refusedShop');
  return message;
}
