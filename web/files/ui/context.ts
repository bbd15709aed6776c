// SPDX-License-Identifier: Apache-2.0
// What every part for files needs from the screen that it stands in.
import type { FileContent } from '@wire/wire';

import type { Transfers } from '../transfers';
import type { FileWords } from '../words';

/** A row that speaks of a file. */
export interface FileRow {
  file: FileContent;
  mine: boolean;
  /** It waits until the relay has the file. */
  isQueued: boolean;
}

export interface FilesContext {
  transfers: Transfers;
  words: FileWords;
  /** Shows a picture on all of the screen. */
  view: (row: FileRow) => void;
  /** Gives up a message that waits. */
  discard: (row: FileRow) => void;
}
