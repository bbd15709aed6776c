// SPDX-License-Identifier: Apache-2.0
// Shopbell's cryptography once more, in plain JavaScript from docs/protocol.md alone: libsodium, a
// CBOR library, and nothing of core/. The golden vectors are made and opened with it, so that they
// say what the document says and not what one implementation happens to do.
import { createCipheriv } from 'node:crypto';
import { createRequire } from 'node:module';

import { Decoder, Encoder } from 'cbor-x';

const sodium = createRequire(import.meta.url)('libsodium-wrappers');
await sodium.ready;

// §2: every record is an array of its fields. Numbers that cbor-x would make floats become BigInt.
const encoder = new Encoder({ useRecords: false, tagUint8Array: false });
const decoder = new Decoder({ useRecords: false, int64AsNumber: true });
const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'number' && value > 0xffffffff ? BigInt(value) : value;
};
export const encode = (fields) => new Uint8Array(encoder.encode(plain(fields)));
export const decode = (bytes) => decoder.decode(bytes);

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const unhex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const filled = (size, byte) => new Uint8Array(size).fill(byte);
export const same = (a, b) => a.length === b.length && sodium.memcmp(a, b);
const join = (...parts) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))));

// The vectors' randomness, so that they can be made again: draw n of a seed is ChaCha20-IETF with
// the seed as key and four zero bytes and n (8 bytes, little endian) as nonce.
export class Rng {
  #seed;
  #draws = 0n;
  constructor(seed) {
    this.#seed = seed;
  }
  bytes(size) {
    const counterAndNonce = Buffer.alloc(16);
    counterAndNonce.writeBigUInt64LE(this.#draws++, 8);
    return new Uint8Array(createCipheriv('chacha20', this.#seed, counterAndNonce).update(Buffer.alloc(size)));
  }
}

// §8, first lines.
export const H = (...parts) => sodium.crypto_generichash(32, join(...parts));
export const keyedH = (key, ...parts) => sodium.crypto_generichash(32, join(...parts), key);
const sign = (pair, label, fields) => sodium.crypto_sign_detached(join(label, fields), pair.privateKey);
const verify = (publicKey, label, fields, sig) =>
  sodium.crypto_sign_verify_detached(sig, join(label, fields), publicKey);
export const signPair = (seed) => sodium.crypto_sign_seed_keypair(seed);
export const boxPair = (seed) => sodium.crypto_box_seed_keypair(seed);
export const boxPublic = (secret) => sodium.crypto_scalarmult_base(secret);

// crypto_box_seal with the one-time pair from `seed`: its public key, then a box whose nonce is the
// hash of both public keys.
export function seal(seed, to, message) {
  const once = boxPair(seed);
  const nonce = sodium.crypto_generichash(24, join(once.publicKey, to));
  return join(once.publicKey, sodium.crypto_box_easy(message, nonce, to, once.privateKey));
}
export const unseal = (sealed, secret) => sodium.crypto_box_seal_open(sealed, boxPublic(secret), secret);

export const aeadSeal = (key, nonce, ad, text) =>
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, ad, null, nonce, key);
export function aeadOpen(key, nonce, ad, ct) {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ct, ad, nonce, key);
  } catch {
    return null;
  }
}

// Root and roster.
export const rootHash = (rootPk) => H('shopbell/root/v1', rootPk);
export const dataShop = (shop, rootPk) => `${shop}.${base64url(rootHash(rootPk))}`;
export const encodeRoster = (r) =>
  encode([
    r.shop, r.version, r.previous, r.inbox_v, r.inbox, r.recovery,
    r.agents.map(({ id, sign: key, box, role, until }) => [id, key, box, role, until]), r.token_keys, r.issued_at,
    r.expires_at,
  ]);
export function signRoster(root, roster) {
  const bytes = encodeRoster(roster);
  return encode([bytes, root.publicKey, sign(root, 'shopbell/roster/v1', bytes)]);
}
export function openRoster(signedRoster, pinned, shop) {
  const [bytes, root, sig] = decode(signedRoster);
  if (!same(rootHash(root), pinned)) throw new Error('root');
  if (!verify(root, 'shopbell/roster/v1', bytes, sig)) throw new Error('signature');
  const [name, version, previous, inboxVersion, inbox, recovery, agents, , issuedAt, expiresAt] = decode(bytes);
  if (name !== shop) throw new Error('shop');
  return {
    shop: name, version, previous, inbox_v: inboxVersion, inbox, recovery, issued_at: issuedAt, expires_at: expiresAt,
    agents: agents.map(([id, key, box, role, until]) => ({ id, sign: key, box, role, until })),
  };
}

// Devices, certificates, hello.
export function device(seed) {
  const sign = signPair(keyedH(seed, 'shopbell/device/sign/v1'));
  return { sign, box: boxPair(keyedH(seed, 'shopbell/device/box/v1')), id: sign.publicKey };
}
const certificateSigned = (shop, [agent, of, rosterVersion, issuedAt]) =>
  encode([shop, agent, of, rosterVersion, issuedAt]);
export function certify(agentPair, shop, agent, of, rosterVersion, issuedAt) {
  const fields = [agent, of, rosterVersion, issuedAt];
  return [...fields, sign(agentPair, 'shopbell/cert/v1', certificateSigned(shop, fields))];
}
// By an agent of today, or by one who was an agent at the roster version of what it came with.
export function certificateHolds(certificate, shop, roster, rosterVersion) {
  const [id, , certified] = certificate;
  return roster.agents.some(
    (agent) =>
      same(agent.id, id) &&
      (agent.until === 0 || Math.max(certified, rosterVersion) < agent.until) &&
      verify(agent.sign, 'shopbell/cert/v1', certificateSigned(shop, certificate), certificate[4]),
  );
}
export const signHello = (of, { nonce, relay_origin: origin, shop, role }) =>
  sign(of.sign, 'shopbell/hello/v1', encode([2, nonce, origin, shop, role, of.id]));

// Conversation keys.
export function makeWrap(rng, key, w, maker, certificate = null) {
  const forInbox = seal(rng.bytes(32), w.inbox, key);
  const forShopper = seal(rng.bytes(32), w.shopper_box, key);
  const fields = [w.conv, w.gen, w.inbox_v, forInbox, forShopper, w.shopper_box, maker.id, w.made_at];
  return encode([...fields, certificate, sign(maker.sign, 'shopbell/wrap/v1', encode([w.shop, ...fields]))]);
}
export function openWrap(wrap, shop, { inboxSecret, shopper }) {
  const fields = decode(wrap);
  const sig = fields.pop();
  fields.pop();
  const [, , , forInbox, forShopper, , maker] = fields;
  if (!verify(maker, 'shopbell/wrap/v1', encode([shop, ...fields]), sig)) throw new Error('signature');
  return inboxSecret ? unseal(forInbox, inboxSecret) : unseal(forShopper, shopper.box.privateKey);
}

// Messages.
export const messageKey = (key, of, mid) => keyedH(key, 'shopbell/mk/v1', of, mid);
export const commitment = (mk) => keyedH(mk, 'shopbell/commit/v1');
export const cipherKey = (mk) => keyedH(mk, 'shopbell/seal/v1');
export const sealedWith = (shop, s) =>
  join('shopbell/row/v1', encode([shop, s.conv, s.mid, s.gen, s.roster_v, s.device, s.type, H(s.pub)]));
const submissionSigned = (shop, s) =>
  encode([
    5, shop, s.conv, s.mid, s.gen, s.roster_v, s.prev, s.device, s.type, s.sent_at, s.head_seq, s.head_hash, s.pub,
    s.commit, s.nonce, H(s.ct),
  ]);
export function sealRow(rng, key, shop, row, content) {
  const mk = messageKey(key, row.device, row.mid);
  const nonce = rng.bytes(24);
  const ct = aeadSeal(cipherKey(mk), nonce, sealedWith(shop, row), pad(encode(content)));
  return { ...row, commit: commitment(mk), nonce, ct };
}
export const signRow = (of, shop, s) => ({ ...s, sig: sign(of.sign, 'shopbell/msg/v1', submissionSigned(shop, s)) });

export const submissionFields = [
  'conv', 'mid', 'gen', 'roster_v', 'prev', 'device', 'type', 'sent_at', 'head_seq', 'head_hash', 'pub', 'commit',
  'nonce', 'ct', 'certificate', 'sig',
];
export const encodeSubmission = (s) => encode(submissionFields.map((field) => s[field]));
export const decodeSubmission = (bytes) => {
  const values = decode(bytes);
  return Object.fromEntries(submissionFields.map((field, i) => [field, values[i]]));
};

// The checks of a reader, in their order; throws the name of the one that failed.
export function openRow(s, shop, roster, key) {
  if (!verify(s.device, 'shopbell/msg/v1', submissionSigned(shop, s), s.sig)) throw new Error('signature');
  if (s.certificate && !(same(s.certificate[1], s.device) && certificateHolds(s.certificate, shop, roster, s.roster_v))) {
    throw new Error('certificate');
  }
  const mk = messageKey(key, s.device, s.mid);
  if (!same(commitment(mk), s.commit)) throw new Error('commitment');
  const padded = aeadOpen(cipherKey(mk), s.nonce, sealedWith(shop, s), s.ct);
  if (!padded) throw new Error('ciphertext');
  return decode(unpad(padded));
}

export function paddedSize(size) {
  const n = size + 1;
  if (n <= 4096) return Math.ceil(n / 256) * 256;
  const e = Math.floor(Math.log2(n));
  const step = 2 ** (e - (Math.floor(Math.log2(e)) + 1));
  return Math.ceil(n / step) * step;
}
export const pad = (bytes) => join(bytes, filled(1, 0x80), filled(paddedSize(bytes.length) - bytes.length - 1, 0));
export function unpad(padded) {
  const mark = padded.findLastIndex((byte) => byte !== 0);
  if (padded[mark] !== 0x80 || paddedSize(mark) !== padded.length) throw new Error('padding');
  return padded.subarray(0, mark);
}

// Running hash.
export const headStart = (conv) => H('shopbell/head/v1', conv);
export function headNext(head, submission, seq) {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(seq));
  return H('shopbell/head/v1', head, H('shopbell/rowhash/v1', submission, place));
}

// Vaults and the recovery code.
export function sealVault(rng, key, label, agent, content) {
  const nonce = rng.bytes(24);
  return join(nonce, aeadSeal(key, nonce, join(label, agent), encode(content)));
}
export const invitationKey = (secret) => keyedH(secret, 'shopbell/invite/v1');
export const loginHash = (loginKey) => H('shopbell/login/v1', loginKey);
export const recoveryPair = (code) => boxPair(H('shopbell/recovery/v1', code));
export const signRecovery = (root, nonce, shop) => sign(root, 'shopbell/recover/v1', join(nonce, shop));
export function recoveryCode(code) {
  const base32 = (bits) =>
    bits.match(/.{5}/g).map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]).join('');
  const bitsOf = (bytes) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const check = bitsOf(H('shopbell/recovery-check/v1', code)).slice(0, 20);
  return (base32(`${bitsOf(code)}0000`) + base32(check)).match(/.{4}/g).join('-');
}

// §8, Files: what the relay keeps of a file, and what the message says of it.
const fileChunk = 65536;
const secretstream = {
  // Pushing begins from the same state as pulling; init_push would draw a header of its own.
  begin: sodium.crypto_secretstream_xchacha20poly1305_init_pull,
  push: sodium.crypto_secretstream_xchacha20poly1305_push,
  final: sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL,
  more: sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
};
export function sealFile(file, key, header) {
  const state = secretstream.begin(header, key);
  const padded = new Uint8Array(paddedSize(file.length));
  padded.set(file);
  const chunks = [];
  for (let at = 0; at < padded.length; at += fileChunk) {
    const index = Buffer.alloc(8);
    index.writeBigUInt64LE(BigInt(at / fileChunk));
    const tag = at + fileChunk >= padded.length ? secretstream.final : secretstream.more;
    chunks.push(secretstream.push(state, padded.subarray(at, at + fileChunk), new Uint8Array(index), tag));
  }
  const blob = join(header, ...chunks);
  return { blob, hash: H(blob), size: file.length };
}
