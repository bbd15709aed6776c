// SPDX-License-Identifier: Apache-2.0
// The small picture inside a card: its bytes are looked at before the browser decodes them. It is
// decoration, the name stands beside it.
import { Component } from 'preact';

import { pictureTypeOf } from '../read';

export class Picture extends Component<{ bytes: Uint8Array }, { url: string }> {
  override state = { url: '' };

  override componentDidMount(): void {
    this.#show();
  }

  override componentDidUpdate({ bytes }: { bytes: Uint8Array }): void {
    if (bytes === this.props.bytes) return;
    this.componentWillUnmount();
    this.#show();
  }

  override componentWillUnmount(): void {
    if (this.state.url) URL.revokeObjectURL(this.state.url);
  }

  override render({ bytes }: { bytes: Uint8Array }, { url }: { url: string }) {
    // Its place is kept from the first drawing on.
    return pictureTypeOf(bytes) ? <span class="card-picture">{url && <img src={url} alt="" />}</span> : null;
  }

  #show(): void {
    const { bytes } = this.props;
    const type = pictureTypeOf(bytes);
    this.setState({ url: type ? URL.createObjectURL(new Blob([bytes.slice()], { type })) : '' });
  }
}
