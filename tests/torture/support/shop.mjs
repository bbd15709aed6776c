// SPDX-License-Identifier: Apache-2.0
// A shop under load: shoppers who come, write, and go when all of it is sent, and an agent who
// answers some of them. Who writes, how much and how long is drawn from the dice; what was seen
// stands in the ledger.
import { demoShop } from '../../e2e/support/shop-page.mjs';
import { hex } from '../../golden/protocol.mjs';
import { Ledger } from './ledger.mjs';
import { Person, statuses } from './person.mjs';
import { Changes } from './until.mjs';

/** Own rows on their way at once: more than the protocol's window, so that some wait. */
const aheadMax = 6;

export class Shop {
  ledger = new Ledger();
  changes = new Changes();
  shoppers = [];
  /** Screens of those who have gone. */
  gone = [];
  #came = 0;
  #isOpen = true;
  /** sender and conversation → how many rows were written. */
  #numbers = new Map();

  constructor(relay, dice, { shoppers = 5, rowsMax = 60, bodyBytesMax = 1500 } = {}) {
    this.relay = relay;
    this.dice = dice;
    this.limits = { shoppers, rowsMax, bodyBytesMax };
  }

  /** The relay is running. */
  async open() {
    this.shopRef = await demoShop(this.relay);
    this.agent = await Person.agent('bo', this.relay, 'bo@demo.shop', this.#eyes());
    this.agent.open();
    this.#fill();
  }

  get people() {
    return [this.agent, ...this.shoppers];
  }

  /** Nobody writes more words; those that are written still go out. */
  close() {
    this.#isOpen = false;
  }

  /** One more shopper from now on. */
  more() {
    this.limits.shoppers += 1;
    this.#fill();
  }

  /** Everybody hears that the relay is back. */
  poke() {
    for (const person of this.people) person.poke();
  }

  /** One page closes in the midst of things and opens again. */
  reload() {
    const person = this.people[this.dice.below(this.people.length)];
    person.close();
    // Words that had not come to the disk were never promised: they are written again.
    const kept = [...person.rows.values()].filter(({ mine, mid }) => mine && this.ledger.promised.has(mid));
    if (!person.isAgent) person.written = kept.length;
    person.open();
    this.#goOn(person);
  }

  /** Everything that was promised is acknowledged, and every screen is done. */
  async settle(seconds = 60) {
    const isSettled = () => this.ledger.owed === 0 && this.people.every(({ link }) => link.state === 2 && link.queued === 0);
    await this.changes.until(isSettled, 'all queued messages to go out', {
      seconds, told: () => `${this.ledger.owed} are not acknowledged; ${this.#owing()} ${this.people.map(({ name, link }) => `${name}: state ${link.state}, ${link.queued} queued`).join('; ')}.`,
    });
  }

  // For whoever looks into it: the rows, and what the relay last said of them.
  #owing() {
    return this.ledger.owing.map((mid) => {
      const { sender, conv, number } = this.ledger.written.get(mid) ?? {};
      const said = this.ledger.refused.filter((one) => one.mid === mid).map(({ code, message }) => `${code} ${message}`);
      return `${mid} (${number} by ${sender} in ${conv}), refused: ${said.slice(-3).join(', ') || 'never'};`;
    }).join(' ');
  }

  leave() {
    for (const person of this.people) person.close();
  }

  #eyes() {
    return {
      promised: (mid) => this.ledger.promise(mid),
      acknowledged: (conv, mid, seq) => {
        this.ledger.acknowledge(conv, mid, seq);
        this.changes.changed();
      },
      refused: (mid, code, message) => this.ledger.refused.push({ mid, code, message }),
      known: (mid) => this.ledger.known.add(mid),
      shown: (person, conv, row) => {
        if (row.mine && row.kind === 1) this.#shown(person, conv, row);
      },
      arrived: (person, conv) => this.#answer(person, conv),
      changed: () => this.changes.changed(),
    };
  }

  #shown(person, conv, row) {
    this.ledger.show(person.name, hex(conv), hex(row.mid), row);
    if (row.status >= statuses.sent) this.#goOn(person);
  }

  // A shopper has always a few rows on their way, until all are written; then another one comes.
  #goOn(person) {
    if (person.isAgent || !this.shoppers.includes(person)) return;
    const unsent = person.written - [...person.rows.values()].filter(({ mine, mid }) => mine && this.ledger.isConfirmed(mid)).length;
    if (person.written < person.rowsWanted && this.#isOpen) {
      for (let more = aheadMax - unsent; more > 0 && person.written < person.rowsWanted; more--) this.#write(person);
    } else if (unsent === 0 && this.#isOpen) {
      this.#retire(person);
    }
  }

  #write(person) {
    person.written += 1;
    person.say(this.#words(person.written));
  }

  #words(number) {
    return `${number} ${'·'.repeat(this.dice.below(this.limits.bodyBytesMax / 2))}`;
  }

  #answer(person, conv) {
    if (!person.isAgent || !this.#isOpen || !this.dice.once(2)) return;
    const number = (this.#numbers.get(hex(conv)) ?? 0) + 1;
    this.#numbers.set(hex(conv), number);
    person.look(conv);
    person.say(this.#words(number), conv);
  }

  #retire(person) {
    person.close();
    this.gone.push({ name: person.name, rows: person.rows });
    this.shoppers = this.shoppers.filter((one) => one !== person);
    this.#fill();
  }

  #fill() {
    while (this.shoppers.length < this.limits.shoppers) {
      const person = Person.shopper(`shopper ${++this.#came}`, this.relay, this.shopRef, this.#eyes());
      person.written = 0;
      person.rowsWanted = 1 + this.dice.below(this.limits.rowsMax);
      this.shoppers.push(person);
      person.open();
      this.#write(person);
    }
  }
}
