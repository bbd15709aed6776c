// SPDX-License-Identifier: Apache-2.0
// Files in the console: its page has network and disk itself, so that what the widget splits between
// panel and loader (web/files) stands together here.
import { bytesOfHex, hexOf, base64Of } from '../../bridge/bytes';
import type { ViewEffect } from '../../bridge/driver';
import { Carrier } from '../../files/carrier';
import { ownCarrier, type FileCarrier } from '../../files/file-carrier';
import { Shelf } from '../../files/shelf';
import { Transfers } from '../../files/transfers';
import { Tray, type FileLimits } from '../../files/tray';
import { FileWords } from '../../files/words';
import { Recorder } from '../../voice/recorder';
import { Recording } from '../../voice/recording';
import type { Id } from '../state/model';
import { Store } from '../state/store';
import { formattingNow } from '../text';

export class ConsoleFiles {
  /** Rises with each change: whoever draws files looks at it. */
  readonly version = new Store(0);
  readonly transfers: Transfers;
  readonly #carrier: FileCarrier;
  readonly #trays = new Map<Id, Tray>();
  readonly #recordings = new Map<Id, Recording>();
  #words: FileWords | undefined;
  #bearer = '';

  constructor(
    shop: string,
    wasm: BufferSource,
    private readonly limits: () => FileLimits,
    uploaded: (blob: Uint8Array, code: number) => void,
  ) {
    const shelf = new Shelf({ shop, role: 'agent' });
    const carrier = new Carrier('', shelf, {
      progress: (blob, sent, bytes) => this.transfers.progress(blob, sent, bytes),
      uploaded: (blob, code) => {
        this.transfers.uploaded(blob);
        uploaded(bytesOfHex(blob), code);
      },
    });
    this.#carrier = ownCarrier(carrier, shelf);
    this.transfers = new Transfers(this.#carrier, () => wasm, () => this.#bearer, () => this.#changed());
  }

  get words(): FileWords {
    const locale = formattingNow();
    if (this.#words?.locale !== locale) this.#words = new FileWords(locale);
    return this.#words ?? new FileWords(locale);
  }

  /** What waits beside the reply to this conversation. */
  trayOf(conv: Id): Tray {
    let tray = this.#trays.get(conv);
    if (!tray) this.#trays.set(conv, (tray = new Tray(this.transfers, this.limits, () => this.words, () => this.#changed())));
    return tray;
  }

  /** What is spoken for this conversation, on its way to that tray. */
  recordingOf(conv: Id): Recording {
    let recording = this.#recordings.get(conv);
    if (!recording) {
      recording = new Recording((on) => new Recorder(on), () => this.limits().bytesMax, (voice) => this.trayOf(conv).addVoice(voice), () => this.#changed());
      this.#recordings.set(conv, recording);
    }
    return recording;
  }

  /** Of the Session. */
  took(effect: ViewEffect): void {
    if (effect.type === 'ShopChanged') this.#bearer = base64Of(effect.bearer);
    if (effect.type === 'Upload') this.#carrier.upload(hexOf(effect.conv), hexOf(effect.blob), this.#bearer);
    if (effect.type === 'DropBlob') this.#carrier.drop(hexOf(effect.blob), this.#bearer);
  }

  wipe(): Promise<void> {
    for (const recording of this.#recordings.values()) recording.cancel();
    return this.#carrier.wipe();
  }

  #changed(): void {
    this.version.update((version) => version + 1);
  }
}
