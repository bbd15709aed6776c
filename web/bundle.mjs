// SPDX-License-Identifier: Apache-2.0
// One entry in, one minified script out. Style sheets are minified and imported as text, because
// widget and console give them to adoptedStyleSheets; icons (SVG) are text as well.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';

// Values of `defines` become JSON literals in place of the names.
export async function bundle(root, entry, defines) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: ['es2021'],
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'text' },
    define: Object.fromEntries(Object.entries(defines).map(([name, value]) => [name, JSON.stringify(value)])),
    plugins: [styleSheetAsText],
    logLevel: 'warning',
  });
  return Buffer.from(result.outputFiles[0].contents);
}

const styleSheetAsText = {
  name: 'style-sheet-as-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};
