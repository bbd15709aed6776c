// SPDX-License-Identifier: Apache-2.0
// The round picture beside a name: a shopper's is its code on its own soft hue, an agent's its picture
// or initials on the full colour that shoppers see too. It is decoration: the name stands beside it.
import { useState } from 'preact/hooks';
import { tonesOfName } from '../../bridge/theme';
import type { Agent, Id, Presence } from '../state/model';
import { hueOf, initialsOf, shopperCode } from '../state/shopper';

export function ShopperPicture({ id, online, size = 36 }: { id: Id; online?: boolean; size?: number }) {
  return (
    <span class="picture shopper" style={{ '--hue': String(hueOf(id)), '--size': `${size}px` }} aria-hidden="true">
      <span>{shopperCode(id).slice(0, 2)}</span>
      {online && <i class="dot available" />}
    </span>
  );
}

export function AgentPicture({ agent, size = 28, state }: { agent: Pick<Agent, 'id' | 'name' | 'picture'>; size?: number; state?: Presence }) {
  const { fill, onFill } = tonesOfName(agent.name);
  // Out of reach without a connection: initials then.
  const [broken, setBroken] = useState('');
  const colours = { '--light': fill, '--on-light': onFill, '--dark': fill, '--on-dark': onFill };
  return (
    <span class="picture agent" style={{ ...colours, '--size': `${size}px` }} aria-hidden="true">
      {agent.picture && agent.picture !== broken ? <img src={agent.picture} alt="" width={size} height={size} onError={() => setBroken(agent.picture)} /> : <span>{initialsOf(agent.name)}</span>}
      {state && <i class={`dot ${state}`} />}
    </span>
  );
}
