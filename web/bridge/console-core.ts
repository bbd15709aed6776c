// SPDX-License-Identifier: Apache-2.0
// The console's wasm: a Session like the panel's, and calls for keys (vaults, invitations, recovery).
// A class of its own so that the panel does not carry the tables of calls.
import { decodeAnswer, encodeCall, type Answer, type Call } from '@wire/calls';

import { Core, instantiate } from './core';

export class ConsoleCore extends Core {
  static override async load(bytes: BufferSource): Promise<ConsoleCore> {
    return new ConsoleCore(await instantiate(bytes));
  }

  call(call: Call): Answer {
    const size = this.exports.sb_call?.(this.write(encodeCall(call)));
    if (size === undefined) throw new Error("this wasm answers no calls: it is the shopper's, not the console's");
    return decodeAnswer(this.read(size));
  }
}
