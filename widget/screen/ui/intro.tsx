// SPDX-License-Identifier: Apache-2.0
// The beginning of every conversation: who is here, and the shop's greeting.
import lockIcon from '../../../assets/icons/lock.svg?strokes';
import { listOf, say } from '../language';
import type { Scene } from './body';
import { Faces } from './avatar';
import { Icon } from './icon';

export function Intro(scene: Scene) {
  const { shop, answering, isAway, isErased, isOffline } = scene.view.model;
  const names = listOf(answering.slice(0, 3).map(({ name }) => name));
  return (
    <section class="intro">
      {shop ? <Faces {...scene} /> : !isOffline && <i class="avatar bone" />}
      <h2 dir="auto">{shop?.greeting || say('greeting')}</h2>
      {shop && <p dir="auto">{isAway ? shop.away || say('away') : names && say('answersHere', { names })}</p>}
      <p class="private">
        <Icon path={lockIcon} size={14} />
        {say('private')}
      </p>
      {isErased && <p class="deleted">{say('deleted')}</p>}
    </section>
  );
}
