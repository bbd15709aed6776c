// SPDX-License-Identifier: Apache-2.0
// What went wrong, in words that say what to do: one table for the protocol's codes, one for the
// codes of the HTTP API and of the key operations. An unknown code shows what the relay said.
import { Code } from '@wire/codes';
import { type Key, t } from './text';

const protocolWords: Record<number, Key> = {
  [Code.forbidden]: 'refused.forbidden',
  [Code.unknownConversation]: 'refused.unknownConversation',
  [Code.tooMany]: 'refused.tooMany',
  [Code.tooLarge]: 'refused.tooLarge',
  [Code.originRefused]: 'refused.origin',
  [Code.certificateFalse]: 'refused.certificate',
  [Code.signatureFalse]: 'refused.certificate',
  [Code.unknownShop]: 'refused.unknownShop',
  [Code.erased]: 'refused.erased',
  [Code.fileMissing]: 'refused.fileMissing',
  [Code.filesFull]: 'refused.filesFull',
};

export function refusalWords(code: number, said = ''): string {
  const key = protocolWords[code];
  if (key) return t(key);
  return said || t('refused.other', { code });
}

/** The Session refused what a screen asked; `field` names the event and its field. */
export function eventWords(field: string, message: string, limit: number): string {
  if (field === 'compose.body' && limit > 0) return t('refused.tooLongHere');
  if (field === 'compose' || field === 'share') return t('refused.outboxFull', { count: limit });
  if (field === 'compose.conv' || field === 'share.conv' || field === 'act.conv') return t('refused.noKey');
  return t('refused.unexpected', { why: message });
}

/** An error of the HTTP API or of a key operation. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly field: string,
    message: string,
    readonly retryMs = 0,
  ) {
    super(message || code);
  }
}

const callWords: Record<string, Key> = {
  passphrase_short: 'refused.passphraseShort',
  passphrase_false: 'refused.passphraseFalse',
  login_false: 'refused.loginFalse',
  vault_false: 'refused.passphraseFalse',
  code_false: 'refused.codeFalse',
  roster_false: 'refused.rosterFalse',
  invite_false: 'refused.inviteFalse',
  signed_out: 'refused.signedOut',
  proof_false: 'refused.codeFalse',
  email_taken: 'refused.emailTaken',
  shop_taken: 'refused.shopTaken',
  gone: 'refused.gone',
  unreachable: 'refused.unreachable',
};

export function wordsOf(error: unknown): string {
  if (!(error instanceof Refusal)) return t('refused.unexpected', { why: String(error) });
  if (error.code === 'rate_limited') {
    return t('refused.rateLimited', { count: Math.max(1, Math.ceil(error.retryMs / 60_000)) });
  }
  const key = callWords[error.code];
  if (key) return t(key);
  return t('refused.unexpected', { why: [error.field, error.message].filter(Boolean).join(' ') });
}
