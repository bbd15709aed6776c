// SPDX-License-Identifier: Apache-2.0
// The four ways in: sign in, set up a new shop, accept an invitation, recover with the code. Each one
// ends with the same unlocked session. Passphrases are used here and handed on to nobody.
import type { AgentKeys } from '@wire/boundary';
import type { ShopMade } from '@wire/calls';
import { rosterLifeMs } from '@wire/limits';
import { decodeRoster, decodeSignedRoster, encodeSealedInbox, encodeSignedRoster } from '@wire/wire';
import { Refusal } from '../refusals';
import type { Api, InvitationAnswer, LoginAnswer, RecoverAnswer, ShopSettings } from './api';
import { base64Of, bytesOfBase64, hexOf, randomBytes } from '../../bridge/bytes';
import { forgetShop } from './connect';
import type { Keep } from './keep';
import type { Keywork } from './keywork';
import { signedIn, type SignedIn } from './signed-in';
import { say } from './together';

const saltBytes = 16;
const seedBytes = 32;

export interface Tools {
  api: Api;
  keywork: Keywork;
  keep: Keep;
}

/** The same characters, however the keyboard composed them. */
export function normal(passphrase: string): string {
  return passphrase.normalize('NFC');
}

export interface Derived {
  salt: Uint8Array;
  loginKey: Uint8Array;
  vaultKey: Uint8Array;
}

export async function derive(tools: Tools, email: string, passphrase: string): Promise<Derived> {
  const start = await tools.api.post<{ salt: string }>('/v1/login/start', { email });
  return deriveWith(tools, passphrase, bytesOfBase64(start.salt));
}

async function deriveWith(tools: Tools, passphrase: string, salt: Uint8Array): Promise<Derived> {
  const { loginKey, vaultKey } = await tools.keywork.call({ type: 'Derive', passphrase: normal(passphrase), salt }, 'Derived');
  return { salt, loginKey, vaultKey };
}

export async function signIn(tools: Tools, email: string, passphrase: string): Promise<SignedIn> {
  try {
    return await signInAtRelay(tools, email, passphrase);
  } catch (error) {
    const session = outOfReach(error) ? await openHere(tools, email, passphrase) : undefined;
    if (!session) throw error;
    return session;
  }
}

/** The relay itself, or (a proxy says so) what stands behind it. */
function outOfReach(error: unknown): boolean {
  return error instanceof Refusal && ['unreachable', 'http_502', 'http_503', 'http_504'].includes(error.code);
}

/** Without the relay: whoever signed in here last opens the same session. Undefined: nobody has. */
async function openHere(tools: Tools, email: string, passphrase: string): Promise<SignedIn | undefined> {
  const salt = await tools.keep.lastSalt();
  if (!salt) return undefined;
  const { vaultKey } = await deriveWith(tools, passphrase, salt);
  const session = await tools.keep.lastSession(vaultKey);
  if (session?.email.toLowerCase() !== email.toLowerCase()) throw new Refusal('login_false', '', '');
  await tools.keep.begin(session);
  tools.api.bearer = session.bearer;
  return session;
}

async function signInAtRelay(tools: Tools, email: string, passphrase: string): Promise<SignedIn> {
  const derived = await derive(tools, email, passphrase);
  const { loginKey, vaultKey } = derived;
  const answer = await tools.api.post<LoginAnswer>('/v1/login', { email, login_key: base64Of(loginKey) });
  const agent = bytesOfBase64(answer.agent);
  const { keys } = await tools.keywork.call(
    { type: 'Unlock', seed: randomBytes(seedBytes), agent, vaultKey, vault: bytesOfBase64(answer.vault) },
    'Unlocked',
  );
  const session = await begin(tools, signedIn(email, answer, keys), derived);
  return renewOldRoster(tools, session, vaultKey);
}

/** A roster lives 400 days; an owner who signs in after half of them signs it anew. */
async function renewOldRoster(tools: Tools, session: SignedIn, vaultKey: Uint8Array): Promise<SignedIn> {
  const left = decodeRoster(session.roster.roster).expiresAt - Date.now();
  if (!session.rootVault || left > rosterLifeMs / 2) return session;
  try {
    const { signedRoster } = await tools.keywork.call(
      {
        type: 'RenewRoster',
        seed: randomBytes(seedBytes),
        agent: session.agent,
        vaultKey,
        rootVault: session.rootVault,
        signedRoster: session.roster,
        sealedInbox: session.sealedInbox,
        keys: session.keys,
        remove: null,
        now: Date.now(),
      },
      'RosterRenewed',
    );
    await tools.api.put('/v1/roster', { signed_roster: base64Of(encodeSignedRoster(signedRoster)), sealed_inbox: [] });
    return { ...session, roster: signedRoster };
  } catch (error) {
    // An old roster still serves: the next sign-in tries again.
    console.warn('Shopbell: the roster was not renewed:', error);
    return session;
  }
}

/**
 * A browser that this agent used before goes on as the same device, so that what was still queued
 * here can be sent; any other browser begins as a new device, with an empty disk.
 */
async function begin(tools: Tools, session: SignedIn, { salt, vaultKey }: Derived): Promise<SignedIn> {
  const last = await tools.keep.lastSession(vaultKey);
  const same = last?.shop === session.shop && hexOf(last.agent) === hexOf(session.agent);
  if (!same) {
    const before = await tools.keep.lastShop();
    if (before && before !== session.shop) await forgetShop(before);
    await forgetShop(session.shop);
  }
  const keys: AgentKeys = same ? { ...session.keys, deviceSeed: last.keys.deviceSeed } : session.keys;
  const begun = { ...session, keys };
  await tools.keep.begin(begun);
  await tools.keep.keepDevice(begun, salt, vaultKey);
  tools.api.bearer = session.bearer;
  say('signedIn');
  return begun;
}

export interface Owner {
  token: string;
  name: string;
  email: string;
  passphrase: string;
  shop: string;
  shopName: string;
}

export interface MadeShop {
  made: ShopMade;
  salt: Uint8Array;
}

/** Root, owner, inbox key and recovery code, all made here; the relay has heard of nothing yet. */
export async function makeShop(tools: Tools, owner: Owner): Promise<MadeShop> {
  const salt = randomBytes(saltBytes);
  const made = await tools.keywork.call(
    { type: 'MakeShop', seed: randomBytes(seedBytes), shop: owner.shop, passphrase: normal(owner.passphrase), salt, now: Date.now() },
    'ShopMade',
  );
  return { made, salt };
}

export async function setUp(tools: Tools, owner: Owner, { made, salt }: MadeShop, settings: ShopSettings): Promise<SignedIn> {
  const body = {
    token: owner.token,
    shop: owner.shop,
    signed_roster: base64Of(encodeSignedRoster(made.signedRoster)),
    agent: base64Of(made.agent),
    email: owner.email,
    name: owner.name,
    salt: base64Of(salt),
    login_key: base64Of(made.loginKey),
    vault: base64Of(made.vault),
    root_vault: base64Of(made.rootVault),
    recovery_box: base64Of(made.recoveryBox),
    sealed_inbox: [base64Of(encodeSealedInbox(made.sealedInbox))],
    settings,
  };
  const answer = await tools.api.post<{ session: string }>('/v1/setup', body);
  const session: SignedIn = {
    bearer: bytesOfBase64(answer.session),
    shop: owner.shop,
    rootHash: made.rootHash,
    agent: made.agent,
    role: 'owner',
    name: owner.name,
    email: owner.email,
    vault: made.vault,
    rootVault: made.rootVault,
    roster: made.signedRoster,
    sealedInbox: [made.sealedInbox],
    keys: made.keys,
  };
  return beginWith(tools, session, owner.passphrase, salt);
}

export async function join(tools: Tools, token: string, secret: Uint8Array, invitation: InvitationAnswer, passphrase: string): Promise<SignedIn> {
  const salt = randomBytes(saltBytes);
  const accepted = await tools.keywork.call(
    {
      type: 'AcceptInvite',
      seed: randomBytes(seedBytes),
      agent: bytesOfBase64(invitation.agent),
      secret,
      inviteVault: bytesOfBase64(invitation.invite_vault),
      passphrase: normal(passphrase),
      salt,
    },
    'InviteAccepted',
  );
  const answer = await tools.api.post<LoginAnswer>(`/v1/invitations/${encodeURIComponent(token)}/accept`, {
    salt: base64Of(salt),
    login_key: base64Of(accepted.loginKey),
    vault: base64Of(accepted.vault),
  });
  return beginWith(tools, signedIn(invitation.email, answer, accepted.keys), passphrase, salt);
}

export async function recover(tools: Tools, email: string, code: string, passphrase: string): Promise<SignedIn> {
  const started = await tools.api.post<RecoverAnswer>('/v1/recover/start', { email });
  const salt = randomBytes(saltBytes);
  const recovered = await tools.keywork.call(
    {
      type: 'Recover',
      seed: randomBytes(seedBytes),
      code,
      recoveryBox: bytesOfBase64(started.recovery_box),
      signedRoster: decodeSignedRoster(bytesOfBase64(started.signed_roster)),
      agent: bytesOfBase64(started.agent),
      passphrase: normal(passphrase),
      salt,
      nonce: bytesOfBase64(started.nonce),
      now: Date.now(),
    },
    'Recovered',
  );
  const answer = await tools.api.post<LoginAnswer>('/v1/recover', {
    email,
    nonce: started.nonce,
    proof: base64Of(recovered.proof),
    salt: base64Of(salt),
    login_key: base64Of(recovered.loginKey),
    vault: base64Of(recovered.vault),
    root_vault: base64Of(recovered.rootVault),
    signed_roster: base64Of(encodeSignedRoster(recovered.signedRoster)),
    sealed_inbox: recovered.sealedInbox.map((sealed) => base64Of(encodeSealedInbox(sealed))),
  });
  return beginWith(tools, signedIn(email, answer, recovered.keys), passphrase, salt);
}

async function beginWith(tools: Tools, session: SignedIn, passphrase: string, salt: Uint8Array): Promise<SignedIn> {
  return begin(tools, session, await deriveWith(tools, passphrase, salt));
}
