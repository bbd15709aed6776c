// SPDX-License-Identifier: Apache-2.0
// One ciphertext that XChaCha20-Poly1305 accepts under two keys: why a row commits to its key.
// Poly1305 is a polynomial over the ciphertext's blocks, so two blocks left free solve the two
// equations "the tag is this" of the two keys.
import { createCipheriv } from 'node:crypto';

const p = 2n ** 130n - 5n;
const mod = (n, m = p) => ((n % m) + m) % m;
const little = (bytes) => bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
const bytesOf = (n) => Uint8Array.from({ length: 16 }, (_, i) => Number((n >> BigInt(8 * i)) & 0xffn));
function power(base, exponent) {
  let result = 1n;
  for (let e = exponent, b = mod(base); e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}

function hchacha20(key, nonce16) {
  const words = (bytes) => [...new Uint32Array(bytes.slice().buffer)];
  const x = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...words(key), ...words(nonce16)];
  const rotated = (n, by) => (n << by) | (n >>> (32 - by));
  const quarter = (a, b, c, d) => {
    for (const [to, from, changed, by] of [[a, b, d, 16], [c, d, b, 12], [a, b, d, 8], [c, d, b, 7]]) {
      x[to] = (x[to] + x[from]) | 0;
      x[changed] = rotated(x[changed] ^ x[to], by);
    }
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, i + 4, i + 8, i + 12);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  return new Uint8Array(Uint32Array.from([...x.slice(0, 4), ...x.slice(12)]).buffer);
}

// The one-time authenticator key of one message.
function polyKey(key, nonce) {
  const inner = Buffer.concat([Buffer.alloc(8), nonce.subarray(16)]);
  const stream = createCipheriv('chacha20', hchacha20(key, nonce.slice(0, 16)), inner).update(Buffer.alloc(32));
  return {
    r: little(stream.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn,
    s: little(stream.subarray(16)),
  };
}

// Two ciphertext blocks and a tag that are right under both keys, for this nonce and data.
export function ciphertextUnderTwoKeys(keys, nonce, ad) {
  const padded = Buffer.concat([ad, Buffer.alloc((16 - (ad.length % 16)) % 16)]);
  const before = [];
  for (let i = 0; i < padded.length; i += 16) before.push(little(padded.subarray(i, i + 16)) + 2n ** 128n);
  const lengths = BigInt(ad.length) + (32n << 64n) + 2n ** 128n;
  const secrets = keys.map((key) => polyKey(key, nonce));
  // acc = known + x r^3 + y r^2, where the lengths' block takes the last power.
  const known = secrets.map(({ r }) => {
    let acc = 0n;
    for (const block of before) acc = mod((acc + block) * r);
    return mod(acc * r * r * r + lengths * r);
  });
  const [r1, r2] = secrets.map(({ r }) => r);
  const determinant = mod(power(r1, 3n) * power(r2, 2n) - power(r2, 3n) * power(r1, 2n));
  const inverse = power(determinant, p - 2n);
  for (let tag = 1n; ; tag++) {
    const [h1, h2] = secrets.map(({ s }, i) => mod(mod(tag - s, 2n ** 128n) - known[i]));
    const x = mod((h1 * power(r2, 2n) - h2 * power(r1, 2n)) * inverse);
    const y = mod((h2 * power(r1, 3n) - h1 * power(r2, 3n)) * inverse);
    const isBlock = (n) => n >= 2n ** 128n && n < 2n ** 129n;
    if (isBlock(x) && isBlock(y)) return new Uint8Array([...bytesOf(x), ...bytesOf(y), ...bytesOf(tag)]);
  }
}
