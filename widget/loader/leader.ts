// SPDX-License-Identifier: Apache-2.0
// One tab at a time runs the chat of a shop. The Web Lock says which; a broadcast asks the tab that
// has it to let go: a hidden one does at once, a shown one when the shopper says "Use it here".
// A tab that does not answer (frozen) has its lock stolen. Whoever waits comes next by itself.

export interface LeaderEvents {
  lead(): void;
  yield(): void;
  /** May this tab give the chat away unasked? */
  mayYield(): boolean;
}

const stealAfterMs = 1500;

export class Leader {
  #release: (() => void) | undefined;
  #waiting: AbortController | undefined;
  #channel: BroadcastChannel | undefined;

  constructor(
    private readonly name: string,
    private readonly on: LeaderEvents,
  ) {}

  get leads(): boolean {
    return this.#release !== undefined;
  }

  /** Leads as soon as nobody else does. */
  ask(): void {
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(this.name);
      this.#channel.onmessage = ({ data }) => {
        if (this.leads && (data === 'now' || this.on.mayYield())) this.#giveWay();
      };
    }
    this.#request({});
  }

  /** Asks a tab where the chat is not on the screen to let go. */
  askHidden(): void {
    this.#channel?.postMessage('hidden');
  }

  /** The shopper wants it in this tab. */
  take(): void {
    this.#channel?.postMessage('now');
    setTimeout(() => {
      if (this.leads) return;
      this.#waiting?.abort();
      this.#request({ steal: true });
    }, stealAfterMs);
  }

  leave(): void {
    this.#waiting?.abort();
    this.#channel?.close();
    this.#channel = undefined;
    this.#letGo();
  }

  #giveWay(): void {
    this.#letGo();
    this.#request({});
  }

  #letGo(): void {
    const release = this.#release;
    if (!release) return;
    this.#release = undefined;
    this.on.yield();
    release();
  }

  #request(options: LockOptions): void {
    // Without locks (a page over plain http) every tab runs: that is correct, only less frugal.
    if (!navigator.locks) return this.#lead(() => undefined);
    const waiting = new AbortController();
    this.#waiting = waiting;
    navigator.locks
      .request(this.name, options.steal ? options : { signal: waiting.signal }, () => new Promise<void>((release) => this.#lead(release)))
      .catch(() => {
        if (waiting.signal.aborted || !this.#release) return;
        // Stolen: another tab took it while this one did not answer.
        this.#release = undefined;
        this.on.yield();
        this.#request({});
      });
  }

  #lead(release: () => void): void {
    this.#release = release;
    this.on.lead();
  }
}
