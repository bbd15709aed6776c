// SPDX-License-Identifier: Apache-2.0
// What cannot be undone is asked about first: deleting a conversation, forgetting this device.
import { Component, createRef } from 'preact';

import { say, type Word } from '../language';
import type { View } from '../view';

interface Props {
  view: View;
  asking: 'delete' | 'forget';
}

const words: Record<Props['asking'], { ask: Word; hint: Word; yes: Word }> = {
  delete: { ask: 'deleteAsk', hint: 'deleteHint', yes: 'delete' },
  forget: { ask: 'forgetAsk', hint: 'forgetHint', yes: 'forget' },
};

export class Confirm extends Component<Props> {
  readonly #dialog = createRef<HTMLDialogElement>();

  override componentDidMount(): void {
    // Modal: the browser keeps the focus inside, and gives it back.
    this.#dialog.current?.showModal();
  }

  override render({ view, asking }: Props) {
    const { ask, hint, yes } = words[asking];
    const { isOffline, unsent } = view.model;
    const more = asking === 'delete' ? isOffline && say('deleteOffline') : unsent > 0 && say('forgetUnsent', { count: unsent });
    return (
      <dialog ref={this.#dialog} role="alertdialog" aria-labelledby="ask" aria-describedby="hint" onKeyDown={keepEscape} onClose={() => view.ask(undefined)}>
        <h2 id="ask">{say(ask)}</h2>
        <p id="hint">
          {say(hint)} {more && <strong>{more}</strong>}
        </p>
        <form method="dialog">
          <button class="quiet">{say('cancel')}</button>
          <button class="solid" onClick={() => (asking === 'delete' ? view.deleteConversation() : view.forgetDevice())}>
            {say(yes)}
          </button>
        </form>
      </dialog>
    );
  }
}

/** Escape ends what is open here, not the chat. */
export function keepEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation();
}
