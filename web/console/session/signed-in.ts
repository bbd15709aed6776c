// SPDX-License-Identifier: Apache-2.0
// Everything that "signed in" means in this browser, and how it is written down for keep.ts.
import { decodeAgentKeys, encodeAgentKeys, type AgentKeys } from '@wire/boundary';
import { decodeRoster, decodeSealedInbox, decodeSignedRoster, encodeSealedInbox, encodeSignedRoster, type SealedInbox, type SignedRoster } from '@wire/wire';
import type { Role } from '../state/model';
import type { LoginAnswer } from './api';
import { base64Of, bytesOfBase64 } from '../../bridge/bytes';

export interface SignedIn {
  bearer: Uint8Array;
  shop: string;
  rootHash: Uint8Array;
  agent: Uint8Array;
  role: Role;
  name: string;
  email: string;
  vault: Uint8Array;
  rootVault: Uint8Array | null;
  roster: SignedRoster;
  sealedInbox: SealedInbox[];
  keys: AgentKeys;
}

const roles: readonly Role[] = ['owner', 'supervisor', 'agent', 'bot'];

export function roleOf(number: number): Role {
  return roles[number - 1] ?? 'agent';
}

export function numberOfRole(role: Role): number {
  return roles.indexOf(role) + 1;
}

export function signedIn(email: string, answer: LoginAnswer, keys: AgentKeys): SignedIn {
  return {
    bearer: bytesOfBase64(answer.session),
    shop: answer.shop,
    rootHash: bytesOfBase64(answer.root_hash),
    agent: bytesOfBase64(answer.agent),
    role: roleOf(answer.role),
    name: answer.name,
    email,
    vault: bytesOfBase64(answer.vault),
    rootVault: answer.root_vault ? bytesOfBase64(answer.root_vault) : null,
    roster: decodeSignedRoster(bytesOfBase64(answer.signed_roster)),
    sealedInbox: answer.sealed_inbox.map((text) => decodeSealedInbox(bytesOfBase64(text))),
    keys,
  };
}

/** Rosters only go forward, whoever brings them: a login, a change of one's own, the relay's feed. */
export function newerRoster(known: SignedRoster, brought: SignedRoster): SignedRoster {
  return decodeRoster(brought.roster).version > decodeRoster(known.roster).version ? brought : known;
}

/** As JSON text; only keep.ts sees it, and seals it. */
export function write(session: SignedIn): string {
  return JSON.stringify({
    ...session,
    bearer: base64Of(session.bearer),
    rootHash: base64Of(session.rootHash),
    agent: base64Of(session.agent),
    vault: base64Of(session.vault),
    rootVault: session.rootVault && base64Of(session.rootVault),
    roster: base64Of(encodeSignedRoster(session.roster)),
    sealedInbox: session.sealedInbox.map((sealed) => base64Of(encodeSealedInbox(sealed))),
    keys: base64Of(encodeAgentKeys(session.keys)),
  });
}

export function read(text: string): SignedIn {
  const kept = JSON.parse(text) as Record<'bearer' | 'shop' | 'rootHash' | 'agent' | 'name' | 'email' | 'vault' | 'roster' | 'keys', string> & {
    role: Role;
    rootVault: string | null;
    sealedInbox: string[];
  };
  return {
    bearer: bytesOfBase64(kept.bearer),
    shop: kept.shop,
    rootHash: bytesOfBase64(kept.rootHash),
    agent: bytesOfBase64(kept.agent),
    role: kept.role,
    name: kept.name,
    email: kept.email,
    vault: bytesOfBase64(kept.vault),
    rootVault: kept.rootVault ? bytesOfBase64(kept.rootVault) : null,
    roster: decodeSignedRoster(bytesOfBase64(kept.roster)),
    sealedInbox: kept.sealedInbox.map((sealed) => decodeSealedInbox(bytesOfBase64(sealed))),
    keys: decodeAgentKeys(bytesOfBase64(kept.keys)),
  };
}
