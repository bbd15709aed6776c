// SPDX-License-Identifier: Apache-2.0
// ./dev torture: kills the relay many times and says what is left. Ends with 1 if a message is missing,
// twice there or out of order.
import { parseArgs } from 'node:util';

import { Storm } from './support/storm.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const whole = (name, text) => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not '${text}'`);
  return Number(text);
};
const kills = whole('kills', values.kills);
const seed = whole('seed', values.seed ?? String(Date.now() % 1_000_000_000));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

console.log(`seed ${seed}: ${kills} kills`);
const storm = new Storm(seed);
const before = performance.now();
const { wrong, toldFull, rows, acknowledged, conversations } = await storm.rage(kills, (count) => {
  if (count % 50 !== 0) return;
  const waiting = storm.shop.agent.link.queued;
  console.log(`${count} kills, ${((performance.now() - before) / 1000).toFixed(0)} s; ${waiting} answers wait`);
});
const seconds = (performance.now() - before) / 1000;
console.log(`${kills} kills under load and ${storm.kills.starting} while it started, ${seconds.toFixed(0)} s, ${(seconds / kills).toFixed(2)} s a kill`);
console.log(`from start to ready: median ${median(storm.startMs).toFixed(0)} ms, longest ${Math.max(0, ...storm.startMs).toFixed(0)} ms`);
console.log(`from there to the drawn acknowledgement: median ${median(storm.firstMs).toFixed(0)} ms, longest ${Math.max(0, ...storm.firstMs).toFixed(0)} ms`);
console.log(`${rows} rows in ${conversations} conversations, ${acknowledged} of them seen acknowledged`);
console.log(`${toldFull} answers not taken, since outbox_rows_max others waited`);
for (const one of wrong.slice(0, 50)) console.error(one);
console.log(wrong.length === 0 ? 'nothing lost, nothing twice, nothing out of order' : `${wrong.length} things are wrong (seed ${seed})`);
process.exit(wrong.length === 0 ? 0 : 1);
