// SPDX-License-Identifier: Apache-2.0
// The database of a relay that has ended, by build/native/read-log: every row, or an error that says
// what is wrong with the file.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const readLogBinary = fileURLToPath(new URL('../../../build/native/read-log', import.meta.url));

/** { conv, seq, mid, device } of every row, by conversation and seq. */
export function readLog(folder) {
  const { stdout, stderr, status, error } = spawnSync(readLogBinary, [folder], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error) throw error;
  if (status !== 0) throw new Error(`the database in ${folder}: ${stderr}`);
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
