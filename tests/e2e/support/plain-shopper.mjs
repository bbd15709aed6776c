// SPDX-License-Identifier: Apache-2.0
// A shopper's client in plain JavaScript, written from docs/protocol.md: a WebSocket, a CBOR library
// and libsodium, and nothing of core/. It greets, opens a conversation, and reads what comes back.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

import WebSocket from 'ws';

import {
  Rng, base64url, decode, device, encode, filled, headNext, headStart, makeWrap, openRoster, openRow, sealFile, sealRow,
  signHello, signRow, submissionFields,
} from '../../golden/protocol.mjs';
import { demoShop } from './shop-page.mjs';

const frameTypes = { challenge: 1, hello: 2, welcome: 3, open: 4, submit: 5, ack: 6, deliver: 8, resume: 9, ping: 24, pong: 25 };
export class PlainShopper {
  #socket;
  #rng = new Rng(new Uint8Array(randomBytes(32)));
  #device = device(new Uint8Array(randomBytes(32)));
  #frames = [];
  #waiting = [];
  #last;

  /** `shopRef` is the snippet's SHOP.ROOTHASH. */
  static async connect(relayUrl, shopRef) {
    const it = new PlainShopper();
    it.relayUrl = relayUrl;
    const [shop, hash] = shopRef.split('.');
    it.shop = shop;
    it.rootHash = new Uint8Array(Buffer.from(hash, 'base64url'));
    it.origin = relayUrl.replace(/^http/, 'ws');
    it.#socket = new WebSocket(`${it.origin}/ws`, 'shopbell.v1');
    it.#socket.on('message', (data) => it.#take(decode(new Uint8Array(data))));
    await once(it.#socket, 'open');
    await it.#greet();
    return it;
  }

  /** A new shopper of the demo shop who opens a conversation with these words. */
  static async ask(relay, words) {
    const it = await PlainShopper.connect(relay.url, await demoShop(relay));
    await it.open(words);
    return it;
  }

  #take(frame) {
    if (frame[0] === frameTypes.ping) return this.#send([frameTypes.pong, frame[1]]);
    const at = this.#waiting.findIndex(({ type }) => type === frame[0]);
    if (at >= 0) this.#waiting.splice(at, 1)[0].resolve(frame.slice(1));
    else this.#frames.push(frame);
  }

  /** The fields of the next frame of this type. */
  #next(type) {
    const at = this.#frames.findIndex((frame) => frame[0] === type);
    if (at >= 0) return Promise.resolve(this.#frames.splice(at, 1)[0].slice(1));
    return new Promise((resolve) => this.#waiting.push({ type, resolve }));
  }

  #send(fields) {
    this.#socket.send(encode(fields));
  }

  async #greet() {
    const [nonce] = await this.#next(frameTypes.challenge);
    const role = 1;
    const sig = signHello(this.#device, { nonce, relay_origin: this.origin, shop: this.shop, role });
    this.#send([frameTypes.hello, role, this.shop, this.#device.id, this.origin, null, null, 0, 0, sig, 0]);
    const welcome = await this.#next(frameTypes.welcome);
    this.bearer = base64url(welcome[6]);
    this.roster = openRoster(encode(welcome[4]), this.rootHash, this.shop);
  }

  /** Opens a conversation with these words; resolves when the relay has them on disk. */
  async open(words) {
    this.conv = new Uint8Array(randomBytes(16));
    this.key = new Uint8Array(randomBytes(32));
    this.head = headStart(this.conv);
    const wrap = makeWrap(this.#rng, this.key, {
      shop: this.shop, conv: this.conv, gen: 1, inbox_v: this.roster.inbox_v, inbox: this.roster.inbox,
      shopper_box: this.#device.box.publicKey, made_at: Date.now(),
    }, this.#device);
    this.#send([frameTypes.open, decode(wrap), this.#write(words, filled(16, 0))]);
    await this.#next(frameTypes.ack);
    this.#send([frameTypes.resume, this.conv, 0, headStart(this.conv)]);
  }

  /** More words in it; resolves when the relay has them on disk. */
  async say(words) {
    this.#send([frameTypes.submit, this.#write(words, this.#last)]);
    await this.#next(frameTypes.ack);
  }

  /** A file of this shopper's, whatever it says about itself; resolves when the relay has it and its message. */
  async share(file, { name, media, body = name, width = 0, height = 0, preview = new Uint8Array(0), isSpoilt = false }) {
    const id = new Uint8Array(randomBytes(16));
    const key = new Uint8Array(randomBytes(32));
    const { blob, hash, size } = sealFile(new Uint8Array(file), key, new Uint8Array(randomBytes(24)));
    // What the relay hands out is then not what the message speaks of.
    if (isSpoilt) blob[blob.length - 1] ^= 1;
    await this.upload(id, blob);
    const none = new Uint8Array(0);
    this.#send([frameTypes.submit, this.#row([3, body, [id, key, hash, size], name, media, width, height, 0, preview, none], this.#last)]);
    await this.#next(frameTypes.ack);
    return base64url(id);
  }

  /** The bytes of a blob, in pieces, as §9 says. */
  async upload(id, blob) {
    const url = `${this.relayUrl}/v1/blobs/${base64url(id)}`;
    const ask = async (at, init) => {
      const answer = await fetch(at, { ...init, headers: { ...init.headers, Authorization: `Bearer ${this.bearer}` } });
      if (!answer.ok) throw new Error(`${init.method} ${answer.status}: ${await answer.text()}`);
    };
    await ask(`${url}?conv=${base64url(this.conv)}`, { method: 'POST', headers: { 'Upload-Length': `${blob.length}` } });
    for (let at = 0; at < blob.length; at += 262_144) {
      const headers = { 'Upload-Offset': `${at}`, 'Content-Type': 'application/offset+octet-stream' };
      await ask(url, { method: 'PATCH', headers, body: blob.subarray(at, at + 262_144) });
    }
  }

  /** A signed row after the own one with this mid. It names no history but its beginning. */
  #write(words, prev) {
    return this.#row([1, words, null], prev);
  }

  #row(content, prev) {
    this.#last = new Uint8Array(randomBytes(16));
    const row = sealRow(this.#rng, this.key, this.shop, {
      conv: this.conv, mid: this.#last, gen: 1, roster_v: this.roster.version, prev, device: this.#device.id, type: 1,
      sent_at: Date.now(), head_seq: 0, head_hash: headStart(this.conv), pub: new Uint8Array(0), certificate: null,
    }, content);
    const signed = signRow(this.#device, this.shop, row);
    return submissionFields.map((field) => signed[field]);
  }

  /** The next row of the conversation, opened: { seq, mine, agent, words }. */
  async next() {
    const [[seq, , , fields]] = await this.#next(frameTypes.deliver);
    const submission = Object.fromEntries(submissionFields.map((field, i) => [field, fields[i]]));
    const [kind, words] = openRow(submission, this.shop, this.roster, this.key);
    this.head = headNext(this.head, encode(fields), seq);
    return { seq, kind, words, mine: Buffer.compare(submission.device, this.#device.id) === 0, agent: submission.certificate?.[0] };
  }

  async close() {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
