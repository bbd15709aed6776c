// SPDX-License-Identifier: Apache-2.0
// Prints what a shopper and an agent download (from build/web/manifest.json, made by web/build.mjs)
// and fails when the shopper's part is over budget. Called by ./dev size.
import { readFileSync } from 'node:fs';

const kilobyte = 1000;
const manifest = JSON.parse(readFileSync(new URL('../build/web/manifest.json', import.meta.url), 'utf8'));

// Bytes on the wire: the brotli twin where there is one.
function weigh(name) {
  const file = manifest.find(({ path }) => path.endsWith(`/${name}`) && path.startsWith('/w/'));
  if (!file) throw new Error(`${name} is not in build/web: build it first (./dev build)`);
  return { raw: file.raw, wire: file.br || file.raw };
}

const parts = ['shopbell.js', 'dock.js', 'panel.js', 'chat.js', 'shopper.wasm', 'screen.js', 'carrier.js', 'recorder.js', 'files.js', 'offer.js', 'cards.js', 'console.js', 'console.wasm'];
const sizes = Object.fromEntries(parts.map((name) => [name, weigh(name)]));

console.log('file              raw bytes   brotli bytes');
for (const name of parts) {
  console.log(`${name.padEnd(16)} ${String(sizes[name].raw).padStart(10)} ${String(sizes[name].wire).padStart(14)}`);
}

const budgets = [
  { what: 'loader, one request', files: ['shopbell.js'], bytesMax: 3 * kilobyte },
  { what: 'text field usable', files: ['shopbell.js', 'dock.js', 'panel.js'], bytesMax: 16 * kilobyte },
  { what: 'first message can be sent', files: ['shopbell.js', 'dock.js', 'panel.js', 'chat.js', 'shopper.wasm'], bytesMax: 62 * kilobyte },
  // No promise of the design's: what is drawn after that must not grow unseen either.
  { what: 'whole chat on the screen', files: ['shopbell.js', 'dock.js', 'panel.js', 'chat.js', 'shopper.wasm', 'screen.js'], bytesMax: 92 * kilobyte },
];
let over = 0;
for (const { what, files, bytesMax } of budgets) {
  const bytes = files.reduce((sum, name) => sum + sizes[name].wire, 0);
  const verdict = bytes <= bytesMax ? 'ok' : 'OVER BUDGET';
  if (bytes > bytesMax) over += 1;
  console.log(`${what}: ${bytes} of ${bytesMax} bytes (${files.join(' + ')}): ${verdict}`);
}
process.exitCode = over > 0 ? 1 : 0;
