// SPDX-License-Identifier: Apache-2.0
// A blank page with a frame like the panel's: sandboxed, of no origin, under its policy. What is
// loaded there leaves its exports in `Bundled`.
import { createHash } from 'node:crypto';

import { bundled } from '../../unit/web/sources.mjs';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The page's HTML; `paths` as in `bundled`. */
export async function panelLike(...paths) {
  const code = await bundled(...paths);
  const hash = createHash('sha256').update(code).digest('base64');
  const policy = `default-src 'none';script-src 'sha256-${hash}' 'wasm-unsafe-eval';img-src blob:;media-src blob:`;
  const inside = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${code}</script>`;
  return `<!doctype html><title>A page</title><iframe sandbox="allow-scripts" srcdoc="${escaped(inside)}"></iframe>`;
}
