// SPDX-License-Identifier: Apache-2.0
// Somebody's picture, or initials on a steady colour of their own.
import type { AgentProfile } from '@wire/wire';

import { initialsOf } from '../text';
import type { Scene } from './body';

interface Props extends Scene {
  agent: AgentProfile | undefined;
  /** Whose initials, where there is no agent: the shop's. */
  name: string;
}

export function Avatar({ view, appearance, agent, name }: Props) {
  const picture = view.pictures.addressOf(agent?.picture ?? '');
  if (picture) return <img class="avatar" src={picture} alt="" />;
  return (
    <span class="avatar" style={appearance.tonesOfName(agent?.name ?? name)} aria-hidden="true">
      {initialsOf(agent?.name ?? name)}
    </span>
  );
}

const facesMax = 3;

/** Up to three who answer, overlapping. */
export function Faces(scene: Scene) {
  return (
    <span class="faces">
      {scene.view.model.answering.slice(0, facesMax).map((agent) => (
        <Avatar {...scene} key={agent.name} agent={agent} name="" />
      ))}
    </span>
  );
}
