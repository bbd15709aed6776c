// SPDX-License-Identifier: Apache-2.0
// Key operations (Argon2id, vaults, invitations) in a worker, because one of them takes a third of a
// second: the page stays alive meanwhile. The worker is this same bundle; main.tsx tells them apart.
import { decodeAnswer, decodeCall, encodeAnswer, encodeCall, type Answer, type Call } from '@wire/calls';
import { ConsoleCore } from '../../bridge/console-core';
import { Refusal } from '../refusals';

interface Asked {
  id: number;
  call: Uint8Array;
}

interface Told {
  id: number;
  answer?: Uint8Array;
  broken?: string;
}

type Success<T extends Answer['type']> = Extract<Answer, { type: T }>;

export class Keywork {
  private worker: Worker | undefined;
  private readonly asked = new Map<number, { resolve: (answer: Uint8Array) => void; reject: (error: Error) => void }>();
  private count = 0;

  /** The answer of the kind that this call has; any other throws a Refusal. */
  async call<T extends Answer['type']>(call: Call, expected: T): Promise<Success<T>> {
    const answer = decodeAnswer(await this.ask(encodeCall(call)));
    if (answer.type === 'Failed') throw new Refusal(answer.code, answer.field, answer.message);
    if (answer.type !== expected) throw new Refusal('malformed', '', `${call.type} was answered by ${answer.type}`);
    return answer as Success<T>;
  }

  private ask(call: Uint8Array): Promise<Uint8Array> {
    this.worker ??= this.start();
    this.count += 1;
    const asked: Asked = { id: this.count, call };
    return new Promise((resolve, reject) => {
      this.asked.set(asked.id, { resolve, reject });
      this.worker?.postMessage(asked);
    });
  }

  private start(): Worker {
    const worker = new Worker(`/w/${__VERSION__}/console.js`, { name: 'keywork' });
    worker.onmessage = ({ data }) => {
      const told = data as Told;
      const waiting = this.asked.get(told.id);
      this.asked.delete(told.id);
      if (told.answer) waiting?.resolve(told.answer);
      else waiting?.reject(new Error(told.broken ?? 'no answer'));
    };
    worker.onerror = (event) => {
      for (const waiting of this.asked.values()) waiting.reject(new Error(event.message || 'the key worker did not start'));
      this.asked.clear();
      this.worker = undefined;
    };
    return worker;
  }
}

/** The worker's side. */
export function serveKeywork(scope: DedicatedWorkerScope): void {
  const core = fetchCore().then((bytes) => ConsoleCore.load(bytes));
  scope.onmessage = ({ data }) => {
    const { id, call } = data as Asked;
    core
      .then((ready) => encodeAnswer(ready.call(decodeCall(call))))
      .then(
        (answer) => scope.postMessage({ id, answer } satisfies Told),
        (error: unknown) => scope.postMessage({ id, broken: String(error) } satisfies Told),
      );
  };
}

export interface DedicatedWorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/** Longer than a slow line needs; a dead one ends in words, not in a loading line for ever. */
const fetchMsMax = 60_000;

/** The console's wasm, exactly the file that this bundle was built with. */
export async function fetchCore(): Promise<ArrayBuffer> {
  const answer = await fetch(__CONSOLE_WASM_URL__, { integrity: __CONSOLE_WASM_INTEGRITY__, signal: AbortSignal.timeout(fetchMsMax) });
  if (!answer.ok) throw new Error(`${__CONSOLE_WASM_URL__}: ${answer.status}`);
  return answer.arrayBuffer();
}
