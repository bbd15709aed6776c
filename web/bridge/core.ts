// SPDX-License-Identifier: Apache-2.0
// The wasm core behind its C ABI: bytes in, bytes out, as plain TypeScript values. One instance is
// one Session; a new Session takes a new instance. The console's wasm can do more: console-core.ts.
import { readEffectBatch, writeEventBatch, type Effect, type Event } from '@wire/boundary';

export interface Now {
  /** Milliseconds that never jump. */
  monotonic: number;
  /** Unix milliseconds. */
  wall: number;
}

export interface CoreExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  sb_input(size: number): number;
  sb_handle(size: number, monotonicMs: number, wallMs: number): number;
  sb_output(): number;
  sb_file_begin(size: number, fileBytes: number): number;
  sb_file_chunk(size: number): number;
  sb_file_hash(): number;
  sb_call?(size: number): number;
}

export class Core {
  protected constructor(protected readonly exports: CoreExports) {}

  static async load(bytes: BufferSource): Promise<Core> {
    return new Core(await instantiate(bytes));
  }

  handle(events: Event[], now: Now): Effect[] {
    const size = this.write(writeEventBatch(events));
    return readEffectBatch(this.read(this.exports.sb_handle(size, now.monotonic, now.wall)));
  }

  // Views of the heap are made anew each time: memory that grows detaches the old ones.
  protected write(bytes: Uint8Array): number {
    const at = this.exports.sb_input(bytes.length);
    new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  }

  protected read(size: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, this.exports.sb_output(), size);
  }
}

export async function instantiate(bytes: BufferSource): Promise<CoreExports> {
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: { emscripten_notify_memory_growth: () => undefined },
    wasi_snapshot_preview1: {
      proc_exit: (code: number) => {
        throw new Error(`the core stopped with code ${code}`);
      },
    },
  });
  const exports = instance.exports as unknown as CoreExports;
  exports._initialize();
  return exports;
}
