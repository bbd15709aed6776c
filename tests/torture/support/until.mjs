// SPDX-License-Identifier: Apache-2.0
// Waiting for what must come: until it has come, or with an error that says what did not.

/** One thing that many may wait for; who changes something calls `changed`. */
export class Changes {
  #waiting = new Set();

  changed() {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when `holds` does; `what` completes "waited for", and `told` may add what is known. */
  until(holds, what, { seconds = 60, told = () => '' } = {}) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (holds()) end(resolve);
      };
      const patience = setTimeout(
        () => end(() => reject(new Error(`waited ${seconds} s for ${what}, and it did not come. ${told()}`))), seconds * 1000,
      );
      const end = (settle) => {
        clearTimeout(patience);
        this.#waiting.delete(look);
        settle();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
