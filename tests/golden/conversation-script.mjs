// SPDX-License-Identifier: Apache-2.0
// Makes tests/golden/conversation.json: one whole conversation as the relay would hold it, from the
// seeds of everybody in it. The last row was linked twice: first while the shopper was cut off, then
// again after it had seen the agent's answer. `node tests/golden/conversation-script.mjs --write`
// writes it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as protocol from './protocol.mjs';

const { Rng, boxPair, boxPublic, encode, filled, hex, signPair } = protocol;

export const conversationFile = fileURLToPath(new URL('conversation.json', import.meta.url));

const shop = 'tea';
const noon = 1790000000000;
const seeds = {
  rng: filled(32, 0x10), root: filled(32, 0x11), owner_sign: filled(32, 0x12), owner_box: filled(32, 0x13),
  agent_sign: filled(32, 0x14), agent_box: filled(32, 0x15), agent_device: filled(32, 0x16),
  shopper_device: filled(32, 0x17), recovery: filled(32, 0x18),
};
const inboxSecret = filled(32, 0x19);
const key = filled(32, 0x1a);
const conv = filled(16, 0xc1);
const [ownerId, agentId] = [filled(16, 0xa1), filled(16, 0xa2)];
const mids = [1, 2, 3].map((n) => filled(16, 0xd0 + n));
const discarded = filled(16, 0xdf);
const none = filled(16, 0);

const words = {
  asked: [1, '你好, is the blue kettle in stock? 🫖', ['https://tea.example/kettle', 'Blue kettle', 'zh-CN']],
  answered: [1, 'Yes, seven are left.', null],
  thanked: [1, 'Wonderful, thank you!', null],
};

function rosterFields() {
  return {
    shop, version: 1, previous: filled(32, 0), inbox_v: 1, inbox: boxPublic(inboxSecret),
    recovery: boxPair(seeds.recovery).publicKey,
    agents: [
      { id: ownerId, sign: signPair(seeds.owner_sign).publicKey, box: boxPair(seeds.owner_box).publicKey, role: 1, until: 0 },
      { id: agentId, sign: signPair(seeds.agent_sign).publicKey, box: boxPair(seeds.agent_box).publicKey, role: 3, until: 0 },
    ],
    token_keys: [], issued_at: noon - 1000, expires_at: noon + 34560000000,
  };
}

export function conversation() {
  const rng = new Rng(seeds.rng);
  const root = signPair(seeds.root);
  const shopper = protocol.device(seeds.shopper_device);
  const agent = protocol.device(seeds.agent_device);
  const certificate = protocol.certify(signPair(seeds.agent_sign), shop, agentId, agent.id, 1, noon - 500);
  const wrapFields = {
    shop, conv, gen: 1, inbox_v: 1, inbox: boxPublic(inboxSecret), shopper_box: shopper.box.publicKey, made_at: noon,
  };
  const wrap = protocol.makeWrap(rng, key, wrapFields, shopper);

  const sealedBy = (from, mid, sentAt, content, ours = null) => {
    const row = { conv, mid, gen: 1, roster_v: 1, device: from.id, type: 1, sent_at: sentAt, pub: new Uint8Array(), certificate: ours };
    return protocol.sealRow(rng, key, shop, row, content);
  };
  const heads = [protocol.headStart(conv)];
  const rows = [];
  const linked = (from, sealed, prev, headSeq) =>
    protocol.signRow(from, shop, { ...sealed, prev, head_seq: headSeq, head_hash: heads[headSeq] });
  const commit = (submission, content) => {
    const seq = rows.length + 1;
    const bytes = protocol.encodeSubmission(submission);
    heads.push(protocol.headNext(heads[seq - 1], bytes, seq));
    rows.push({ text: content[1], row: hex(encode([seq, noon + seq * 1000, 1, protocol.decode(bytes)])), head: hex(heads[seq]) });
  };

  commit(linked(shopper, sealedBy(shopper, mids[0], noon + 100, words.asked), none, 0), words.asked);
  const thanks = sealedBy(shopper, mids[2], noon + 1500, words.thanked);
  const beforeRelink = linked(shopper, thanks, discarded, 1);
  commit(linked(agent, sealedBy(agent, mids[1], noon + 2000, words.answered, certificate), none, 1), words.answered);
  commit(linked(shopper, thanks, mids[0], 2), words.thanked);

  return {
    shop, data_shop: protocol.dataShop(shop, root.publicKey),
    seeds: Object.fromEntries(Object.entries(seeds).map(([name, seed]) => [name, hex(seed)])),
    inbox_secret: hex(inboxSecret), key: hex(key), conv: hex(conv), owner: hex(ownerId), agent: hex(agentId), noon,
    mids: mids.map(hex), discarded: hex(discarded), contents: Object.values(words).map((content) => hex(encode(content))),
    signed_roster: hex(protocol.signRoster(root, rosterFields())), wrap: hex(wrap),
    head_start: hex(heads[0]), before_relink: hex(protocol.encodeSubmission(beforeRelink)), rows,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
  writeFileSync(conversationFile, `${JSON.stringify(conversation(), null, 2)}\n`);
}
