// SPDX-License-Identifier: Apache-2.0
// The shop's name, who answers and whether they are here.
import { listOf, say } from '../language';
import { initialsOf } from '../text';
import type { Scene } from './body';
import { Avatar } from './avatar';

const namesMax = 3;

export function Head(scene: Scene) {
  const { shop, answering, assignee, isAway } = scene.view.model;
  const names = answering.slice(0, namesMax).map(({ name }) => name);
  if (!shop) {
    return (
      <>
        <i class="avatar bone" />
        <i class="bone" />
      </>
    );
  }
  return (
    <>
      {assignee ? (
        <Avatar {...scene} agent={assignee} name="" />
      ) : (
        <span class="avatar shop" aria-hidden="true">
          {initialsOf(shop.name).slice(0, 1)}
        </span>
      )}
      <div class="title">
        <h1 dir="auto">{shop.name}</h1>
        <p>
          <i class={isAway ? 'dot' : 'dot here'} />
          {isAway ? say('awayNow') : names.length > 0 ? `${listOf(names)} · ${say('hereNow')}` : say('hereNow')}
        </p>
      </div>
    </>
  );
}
