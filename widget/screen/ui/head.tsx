// SPDX-License-Identifier: Apache-2.0
// The shop's name, who answers and whether they are here; the menu.
import chatIcon from '../../../assets/icons/chat.svg?strokes';
import { listOf, say } from '../language';
import { Link } from '../model';
import { initialsOf } from '../text';
import type { Scene } from './body';
import { Avatar } from './avatar';
import { Icon } from './icon';
import { Menu } from './menu';

const namesMax = 3;

export function Head(scene: Scene) {
  const { view } = scene;
  return (
    <>
      <Shop {...scene} />
      {view.model.conversation && <Menu view={view} />}
    </>
  );
}

function Shop(scene: Scene) {
  const { view } = scene;
  const { shop, assignee, isOffline } = view.model;
  if (!shop && (isOffline || view.failure)) {
    return (
      <>
        <span class="avatar shop">
          <Icon path={chatIcon} />
        </span>
        <div class="title">
          <h1>{say('launcher')}</h1>
          <Presence {...scene} />
        </div>
      </>
    );
  }
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
        <Presence {...scene} />
      </div>
    </>
  );
}

// Without a connection nobody knows who is here.
function Presence({ view }: Scene) {
  const { answering, connection, isAway, isOffline } = view.model;
  const names = listOf(answering.slice(0, namesMax).map(({ name }) => name));
  const isHere = connection.state === Link.online && !isAway;
  if (!isHere && !isAway && !isOffline) return <p>{names}</p>;
  return (
    <p>
      <i class={isHere ? 'dot here' : 'dot'} />
      {isOffline ? say('offlineNow') : isAway ? say('awayNow') : [names, say('hereNow')].filter((text) => text).join(' · ')}
    </p>
  );
}
