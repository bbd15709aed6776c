// SPDX-License-Identifier: Apache-2.0
// An agent's side of the relay's HTTP API in plain JavaScript, from docs/protocol.md: sign in with a
// passphrase, then ask and change what the shop's settings page would.
import { createRequire } from 'node:module';

const sodium = createRequire(import.meta.url)('libsodium-wrappers-sumo');
await sodium.ready;

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${answer.error?.message}`);
  return answer;
}

export class AgentApi {
  static async signIn(relayUrl, email, passphrase) {
    const { salt, ops, mem_mib: mebibytes } = await post(`${relayUrl}/v1/login/start`, { email });
    const keys = sodium.crypto_pwhash(
      64, passphrase, new Uint8Array(Buffer.from(salt, 'base64url')), ops, mebibytes << 20,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    );
    const it = new AgentApi();
    it.url = relayUrl;
    it.salt = salt;
    it.loginKey = Buffer.from(keys.subarray(32)).toString('base64url');
    it.welcome = await post(`${relayUrl}/v1/login`, { email, login_key: it.loginKey });
    return it;
  }

  async ask(path, { method = 'GET', body } = {}) {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.welcome.session}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
