// SPDX-License-Identifier: Apache-2.0
// The content type of each kind of file that build/web may hold, and whether brotli pays for it.
// A file of another kind is refused by name: nothing is served under a guessed type.
export const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

const compressed = new Set(['.png', '.webp']);

export function typeOf(file) {
  const extension = file.slice(file.lastIndexOf('.'));
  const type = contentTypes[extension];
  if (!type) throw new Error(`${file}: no content type for ${extension}; add it to web/content-types.mjs`);
  return { type, compressible: !compressed.has(extension) };
}
