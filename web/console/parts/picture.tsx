// SPDX-License-Identifier: Apache-2.0
// The round picture beside a name: a shopper's is its code on its own hue, an agent's its picture or
// initials. It is decoration, because the name always stands beside it.
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
  return (
    <span class="picture agent" style={{ '--hue': String(hueOf(agent.id)), '--size': `${size}px` }} aria-hidden="true">
      {agent.picture ? <img src={agent.picture} alt="" width={size} height={size} /> : <span>{initialsOf(agent.name)}</span>}
      {state && <i class={`dot ${state}`} />}
    </span>
  );
}
