// SPDX-License-Identifier: Apache-2.0
// What a signed-in agent does with its account, and an owner with the shop: settings, invitations,
// removals, a new passphrase. Whatever opens the root key asks for the passphrase each time.
import type { SignedRoster } from '@wire/wire';
import { encodeSealedInbox, encodeSignedRoster } from '@wire/wire';
import type { Role } from '../state/model';
import { Store } from '../state/store';
import { Refusal } from '../refusals';
import type { ShopAnswer, ShopSettings } from './api';
import { base64Of, bytesOfHex, hexOf, randomBytes } from '../../bridge/bytes';
import { derive, normal, type Tools } from './enter';
import { hear, say } from './together';
import { newerRoster, numberOfRole, type SignedIn } from './signed-in';

export interface NewAgent {
  name: string;
  email: string;
  role: Role;
}

export class Team {
  readonly session: Store<SignedIn>;
  /** As it came from another tab: there is nothing to write. */
  private kept: SignedIn | undefined;

  constructor(
    private readonly tools: Tools,
    session: SignedIn,
  ) {
    this.session = new Store(session);
    this.session.subscribe(() => void this.keepSession());
    hear('session', () => void this.takeKept());
  }

  private async keepSession(): Promise<void> {
    const session = this.session.get();
    if (session === this.kept) return;
    await this.tools.keep.renew(session);
    say('session');
  }

  /** Another tab has changed it: a passphrase, the team. */
  private async takeKept(): Promise<void> {
    const kept = await this.tools.keep.session();
    if (!kept) return;
    this.kept = kept;
    this.session.set(kept);
  }

  shop(): Promise<ShopAnswer> {
    return this.tools.api.get<ShopAnswer>('/v1/shop');
  }

  async saveSettings(settings: ShopSettings): Promise<void> {
    await this.tools.api.put('/v1/shop/settings', settings);
  }

  /** The link to hand to the new agent: what follows the # never reaches the relay. */
  async invite(agent: NewAgent, passphrase: string): Promise<string> {
    const { vaultKey, rootVault } = await this.openRoot(passphrase);
    const session = this.session.get();
    const invited = await this.tools.keywork.call(
      {
        type: 'Invite',
        seed: randomBytes(32),
        agent: session.agent,
        vaultKey,
        rootVault,
        signedRoster: session.roster,
        sealedInbox: session.sealedInbox,
        keys: session.keys,
        role: numberOfRole(agent.role),
        now: Date.now(),
      },
      'Invited',
    );
    const { token } = await this.tools.api.post<{ token: string }>('/v1/invitations', {
      agent: base64Of(invited.agent),
      email: agent.email,
      name: agent.name,
      role: numberOfRole(agent.role),
      invite_vault: base64Of(invited.inviteVault),
      signed_roster: base64Of(encodeSignedRoster(invited.signedRoster)),
      sealed_inbox: invited.sealedInbox.map((sealed) => base64Of(encodeSealedInbox(sealed))),
    });
    this.learnRoster(invited.signedRoster);
    return `${location.origin}/console#join=${token}.${base64Of(invited.secret)}`;
  }

  async withdraw(invitation: string): Promise<void> {
    await this.tools.api.delete(`/v1/invitations/${encodeURIComponent(invitation)}`);
  }

  /** The agent's keys stop counting, and the shop's inbox gets a new one that it does not hold. */
  async remove(agent: string, passphrase: string): Promise<void> {
    const { vaultKey, rootVault } = await this.openRoot(passphrase);
    const session = this.session.get();
    const renewed = await this.tools.keywork.call(
      {
        type: 'RenewRoster',
        seed: randomBytes(32),
        agent: session.agent,
        vaultKey,
        rootVault,
        signedRoster: session.roster,
        sealedInbox: session.sealedInbox,
        keys: session.keys,
        remove: bytesOfHex(agent),
        now: Date.now(),
      },
      'RosterRenewed',
    );
    await this.tools.api.put('/v1/roster', {
      signed_roster: base64Of(encodeSignedRoster(renewed.signedRoster)),
      sealed_inbox: renewed.sealedInbox.map((one) => ({ agent: base64Of(one.agent), sealed: base64Of(encodeSealedInbox(one.sealed)) })),
      recovery_box: renewed.recoveryBox && base64Of(renewed.recoveryBox),
    });
    const mine = hexOf(session.agent);
    const own = renewed.sealedInbox.filter((one) => hexOf(one.agent) === mine).map((one) => one.sealed);
    this.session.update((value) => ({ ...value, sealedInbox: [...value.sealedInbox, ...own] }));
    this.learnRoster(renewed.signedRoster);
  }

  async changePassphrase(old: string, passphrase: string): Promise<void> {
    const session = this.session.get();
    const derived = await derive(this.tools, session.email, old);
    const salt = randomBytes(16);
    const changed = await this.tools.keywork.call(
      {
        type: 'ChangePassphrase',
        seed: randomBytes(32),
        agent: session.agent,
        oldVaultKey: derived.vaultKey,
        vault: session.vault,
        rootVault: session.rootVault,
        passphrase: normal(passphrase),
        salt,
      },
      'PassphraseChanged',
    );
    await this.tools.api.post('/v1/passphrase', {
      old_login_key: base64Of(derived.loginKey),
      salt: base64Of(salt),
      login_key: base64Of(changed.loginKey),
      vault: base64Of(changed.vault),
      ...(changed.rootVault ? { root_vault: base64Of(changed.rootVault) } : {}),
    });
    const { vaultKey } = await this.tools.keywork.call({ type: 'Derive', passphrase: normal(passphrase), salt }, 'Derived');
    this.session.update((value) => ({ ...value, vault: changed.vault, rootVault: changed.rootVault ?? value.rootVault }));
    await this.tools.keep.keepDevice(this.session.get(), salt, vaultKey);
  }

  learnRoster(roster: SignedRoster): void {
    this.session.update((value) => {
      const newest = newerRoster(value.roster, roster);
      return newest === value.roster ? value : { ...value, roster: newest };
    });
  }

  private async openRoot(passphrase: string): Promise<{ vaultKey: Uint8Array; rootVault: Uint8Array }> {
    const session = this.session.get();
    if (!session.rootVault) throw new Refusal('forbidden', '', 'Only the owner can do this.');
    const { vaultKey } = await derive(this.tools, session.email, passphrase);
    // A false passphrase is found here, by the vault, before anything is made with it.
    await this.tools.keywork.call({ type: 'Unlock', seed: randomBytes(32), agent: session.agent, vaultKey, vault: session.vault }, 'Unlocked');
    return { vaultKey, rootVault: session.rootVault };
  }
}
