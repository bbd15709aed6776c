// SPDX-License-Identifier: Apache-2.0
// Brings TypeScript sources into a Node test: bundled in memory, nothing is written.
import { fileURLToPath } from 'node:url';

import esbuild from 'esbuild';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The exports of these files, paths from the repository's root without extension. */
export async function load(...paths) {
  const built = await esbuild.build({
    stdin: { contents: paths.map((path) => `export * from './${path}';`).join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString('base64')}`);
}
