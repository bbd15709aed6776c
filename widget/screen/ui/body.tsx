// SPDX-License-Identifier: Apache-2.0
// Between head and field: what is wrong (if anything), the conversation, and what is to be confirmed.
import type { Appearance } from '../../panel/appearance';
import type { View } from '../view';
import { say } from '../language';
import { Banner } from './banner';
import { Confirm } from './confirm';
import { StartFailure, StorageNote } from './notes';
import { Transcript } from './transcript';

/** What every part of the screen may look at. */
export interface Scene {
  view: View;
  appearance: Appearance;
  /** Links to pages of this origin are followed by the page itself. */
  pageOrigin: string;
}

export function Body(scene: Scene) {
  const { view } = scene;
  const { isErased, rows } = view.model;
  return (
    <>
      <Banner view={view} />
      <Transcript {...scene} rows={isErased ? [] : rows} early={view.early} isFocused={view.isFocused} />
      <StorageNote view={view} />
      {view.failure && <StartFailure view={view} />}
      {view.isRefused && (
        <p class="hint" role="alert">
          {say('refused')}
        </p>
      )}
      {view.fileDoor.desk?.over()}
      {view.asking && <Confirm view={view} asking={view.asking} />}
    </>
  );
}
