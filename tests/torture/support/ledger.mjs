// SPDX-License-Identifier: Apache-2.0
// What was written, promised and acknowledged, as it was seen from outside the relay: rows by their
// mid, as text. At the end it is held against the database.
import { statuses } from './person.mjs';

export class Ledger {
  /** mid → { sender, conv, number }: rows that a page showed as its own. */
  written = new Map();
  /** Mids that were on the disk of who wrote them. */
  promised = new Set();
  /** mid → { conv, seq }, as the first acknowledgement said on the wire. */
  acknowledged = new Map();
  /** { mid, code, message } of each refusal. */
  refused = [];
  /** Mids that the relay has delivered, or named when it was asked for them. */
  known = new Set();
  /** What must never be seen. */
  wrong = [];

  promise(mid) {
    this.promised.add(mid);
  }

  acknowledge(conv, mid, seq) {
    const before = this.acknowledged.get(mid);
    if (before && before.seq !== seq) this.wrong.push(`${mid} was acknowledged as ${before.seq} and as ${seq}`);
    this.acknowledged.set(mid, before ?? { conv, seq });
  }

  /** An own row on the screen of who wrote it. Words begin with "NUMBER ", counted by each sender from 1. */
  show(sender, conv, mid, row) {
    this.written.set(mid, { sender, conv, number: Number.parseInt(row.body, 10) });
    if (row.status === statuses.notSent) this.wrong.push(`${sender} was told that ${mid} was not sent: ${row.reason}`);
    const isSent = row.status >= statuses.sent && row.status < statuses.notSent;
    if (isSent && !this.isConfirmed(mid)) this.wrong.push(`${sender} was shown ${mid} as sent, and the relay had not said so`);
  }

  isConfirmed(mid) {
    return this.acknowledged.has(mid) || this.known.has(mid);
  }

  /** Promised, and not yet known to be at the relay. */
  get owing() {
    return [...this.promised].filter((mid) => !this.isConfirmed(mid));
  }

  get owed() {
    return this.owing.length;
  }

  /** What is wrong, in words. `log` is read-log.mjs's: the rows of the database, by conversation and seq. */
  heldAgainst(log) {
    const wrong = [...this.wrong];
    const places = new Map();
    for (const row of log) places.set(row.mid, [...(places.get(row.mid) ?? []), row]);
    for (const [mid, { conv, seq }] of this.acknowledged) {
      const found = places.get(mid) ?? [];
      if (found.length !== 1) wrong.push(`${mid} was acknowledged and is there ${found.length} times`);
      else if (found[0].seq !== seq || found[0].conv !== conv) wrong.push(`${mid} was acknowledged as ${seq} and is there as ${found[0].seq}`);
    }
    for (const mid of this.known) if (places.get(mid)?.length !== 1) wrong.push(`${mid} was known to the relay and is there ${places.get(mid)?.length ?? 0} times`);
    for (const mid of this.promised) if (!places.has(mid)) wrong.push(`${mid} was queued and never arrived`);
    for (const mid of places.keys()) if (!this.written.has(mid)) wrong.push(`${mid} is there and nobody wrote it`);
    return [...wrong, ...this.#disorder(log)];
  }

  // Of each sender in each conversation: the numbers that it gave, ascending. (A number is missing where a page closed before its disk had the row.)
  #disorder(log) {
    const wrong = [];
    const senders = new Map();
    for (const { conv, mid, seq } of log) {
      const row = this.written.get(mid);
      if (!row) continue;
      const name = `${row.sender} in ${conv}`;
      const last = senders.get(name) ?? { number: 0, seq: 0 };
      if (row.number <= last.number) wrong.push(`${name}: ${row.number} stands as ${seq}, after ${last.number} as ${last.seq}`);
      senders.set(name, { number: row.number, seq });
    }
    return wrong;
  }
}
