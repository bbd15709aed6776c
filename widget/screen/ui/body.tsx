// SPDX-License-Identifier: Apache-2.0
// Between head and field: what is wrong (if anything) and the conversation, or the note that another
// tab has it.
import type { Appearance } from '../../panel/appearance';
import type { View } from '../view';
import { say } from '../language';
import { Banner } from './banner';
import { Elsewhere, StartFailure } from './notes';
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
  if (view.isElsewhere) return <Elsewhere view={view} />;
  return (
    <>
      <Banner view={view} />
      <Transcript {...scene} rows={view.model.rows} early={view.early} isFocused={view.isFocused} />
      {view.failure && <StartFailure view={view} />}
      {view.isRefused && (
        <p class="hint" role="alert">
          {say('refused')}
        </p>
      )}
    </>
  );
}
