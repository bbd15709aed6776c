// SPDX-License-Identifier: Apache-2.0
// Brings TypeScript sources into a Node test, or into a page of one: bundled in memory, nothing is
// written.
import { fileURLToPath } from 'node:url';

import esbuild from 'esbuild';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The exports of these files, paths from the repository's root without extension. */
export async function load(...paths) {
  return import(`data:text/javascript;base64,${Buffer.from(await bundle(paths, { format: 'esm' })).toString('base64')}`);
}

/** The same as a script for a page: it leaves the exports in `Bundled`. */
export function bundled(...paths) {
  return bundle(paths, { format: 'iife', globalName: 'Bundled' });
}

async function bundle(paths, options) {
  const built = await esbuild.build({
    stdin: { contents: paths.map((path) => `export * from './${path}';`).join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  return built.outputFiles[0].text;
}
