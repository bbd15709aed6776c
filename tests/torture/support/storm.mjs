// SPDX-License-Identifier: Apache-2.0
// Kills the relay with SIGKILL, again and again, at moments drawn from a seed, while a shop is busy on
// it; each time it starts again on the same folder. In the end everything is held against the
// database.
import { Relay } from '../../e2e/support/relay.mjs';
import { readLog } from './database.mjs';
import { Dice } from './dice.mjs';
import { Shop } from './shop.mjs';

/** One kill in this many comes while the relay is starting. */
const startingOnce = 8;
const startingMsMax = 40;
/** Else it comes after so many acknowledgements, and so long after the last of them. */
const acknowledgedMax = 16;
const laterMsMax = 6;
const reloadOnce = 10;

export class Storm {
  /** In ms, each: from the start of a relay to `ready`, and from `ready` to the first acknowledgement. */
  startMs = [];
  firstMs = [];
  kills = { starting: 0, working: 0 };

  constructor(seed) {
    this.dice = new Dice(seed);
  }

  /** `onKill`: called after each, with how many there were. */
  async rage(kills, onKill = () => undefined) {
    this.relay = await Relay.start();
    this.shop = new Shop(this.relay, this.dice);
    try {
      await this.shop.open();
      for (let count = 1; count <= kills; count++) {
        await this.#kill();
        await this.#startAgain();
        onKill(count);
      }
      this.shop.close();
      await this.shop.settle();
      await this.relay.end('SIGKILL');
      return this.#judge();
    } finally {
      this.shop.leave();
      await this.relay.stop();
    }
  }

  async #kill() {
    const { ledger, changes } = this.shop;
    const wanted = ledger.acknowledged.size + this.dice.below(acknowledgedMax + 1);
    const before = performance.now();
    const isFirst = () => ledger.acknowledged.size > 0;
    await changes.until(isFirst, 'an acknowledgement', { told: () => this.relay.output.slice(-2000) });
    await changes.until(() => ledger.acknowledged.size >= wanted, `${wanted} acknowledgements`, {
      told: () => `There are ${ledger.acknowledged.size}. ${this.relay.output.slice(-2000)}`,
    });
    this.firstMs.push(performance.now() - before);
    await this.#killIn(this.dice.below(laterMsMax + 1));
    this.kills.working += 1;
  }

  // The kill is what is timed: the moment is drawn, nothing waits for it but its end.
  #killIn(ms) {
    const ended = this.relay.ended();
    const { pid } = this.relay;
    setTimeout(() => process.kill(pid, 'SIGKILL'), ms);
    return ended;
  }

  async #startAgain() {
    while (this.dice.once(startingOnce)) {
      const started = this.relay.run().catch(() => undefined);
      await this.#killIn(this.dice.below(startingMsMax));
      await started;
      this.kills.starting += 1;
    }
    const before = performance.now();
    await this.relay.run();
    this.startMs.push(performance.now() - before);
    this.shop.poke();
    if (this.dice.once(reloadOnce)) this.shop.reload();
  }

  #judge() {
    const { ledger, people, gone } = this.shop;
    const log = readLog(this.relay.data);
    const wrong = ledger.heldAgainst(log);
    for (const { name, failures = [] } of people) wrong.push(...failures.map((failure) => `${name}: ${failure}`));
    const places = new Map(log.map((row) => [row.mid, row]));
    for (const { name, rows } of [...people, ...gone]) {
      for (const { mid, seq } of rows.values()) {
        if (seq > 0 && places.get(mid)?.seq !== seq) wrong.push(`${name} was shown ${mid} as ${seq}, and it is ${places.get(mid)?.seq}`);
      }
    }
    const toldFull = people.reduce((sum, person) => sum + (person.toldFull ?? 0), 0);
    return { wrong, toldFull, rows: log.length, acknowledged: ledger.acknowledged.size, conversations: new Set(log.map(({ conv }) => conv)).size };
  }
}
