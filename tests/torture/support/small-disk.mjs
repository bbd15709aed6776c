// SPDX-License-Identifier: Apache-2.0
// A disk small enough to be filled: a tmpfs of its own where one may be mounted (root, as in CI), else
// what is free of /dev/shm. A ballast file takes the room and gives it back.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const chunk = Buffer.alloc(64 * 1024);
const tmpfsMagic = 0x01021994;
/** More than this is not filled: it is somebody's memory. */
const shmBytesMax = 512 << 20;

export class SmallDisk {
  #isMounted = false;

  static make(bytes) {
    const it = new SmallDisk();
    it.folder = mkdtempSync(join(tmpdir(), 'shopbell-disk-'));
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'shopbell-torture', it.folder], { encoding: 'utf8' });
    it.#isMounted = status === 0;
    if (it.#isMounted) return it;
    rmSync(it.folder, { recursive: true });
    const shm = statfsSync('/dev/shm');
    if (shm.type !== tmpfsMagic || shm.bavail * shm.bsize > shmBytesMax) {
      throw new Error(`no disk here can be filled: mount said "${stderr?.trim()}", and /dev/shm is no tmpfs below ${shmBytesMax >> 20} MiB. Run this as root.`);
    }
    it.folder = mkdtempSync('/dev/shm/shopbell-disk-');
    return it;
  }

  get freeBytes() {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Where the relay begins to refuse by itself. */
  get lowBytes() {
    const { blocks, bsize } = statfsSync(this.folder);
    return Math.ceil((blocks * bsize) / 50);
  }

  get #ballast() {
    return join(this.folder, 'ballast');
  }

  /** Somebody else takes everything but this. */
  fill(leavingBytes = 0) {
    const file = openSync(this.#ballast, 'a');
    try {
      for (let over = this.freeBytes - leavingBytes; over > 0; over -= chunk.length) writeSync(file, chunk, 0, Math.min(over, chunk.length));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  makeRoom() {
    rmSync(this.#ballast, { force: true });
  }

  remove() {
    this.makeRoom();
    if (this.#isMounted) {
      const { status, stderr } = spawnSync('umount', [this.folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`umount ${this.folder}: ${stderr}`);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
