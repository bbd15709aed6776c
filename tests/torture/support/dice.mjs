// SPDX-License-Identifier: Apache-2.0
// Random numbers that come again with their seed (Steele, Lea, Flood: SplitMix, 32 bits of it).

export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  #next() {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  /** From 0 to `n` - 1. */
  below(n) {
    return Math.floor((this.#next() / 0x1_0000_0000) * n);
  }

  /** True once in `n`. */
  once(n) {
    return this.below(n) === 0;
  }
}
