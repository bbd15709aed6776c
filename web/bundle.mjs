// SPDX-License-Identifier: Apache-2.0
// One entry in, one minified script out. Style sheets are minified and imported as text, because
// widget and console give them to adoptedStyleSheets; icons (SVG) are text as well.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';

// Values of `defines` become JSON literals in place of the names. `borrowsPreact`: the script takes
// Preact from the one that runs it (property `preact` of its element).
export async function bundle(root, entry, defines, { borrowsPreact = false } = {}) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: Object.fromEntries(Object.entries(defines).map(([name, value]) => [name, JSON.stringify(value)])),
    plugins: [styleSheetAsText, iconAsText, ...(borrowsPreact ? [preactOfTheScript] : [])],
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

// An icon is imported as its markup, or (`x.svg?strokes`, in the widget, where bytes count) as the one
// path that all its strokes make; its pen is then the style sheet's.
const iconAsText = {
  name: 'icon-as-text',
  setup(build) {
    build.onResolve({ filter: /\.svg\?strokes$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('?strokes', '')),
      suffix: '?strokes',
    }));
    build.onLoad({ filter: /\.svg$/ }, ({ path, suffix }) => {
      const markup = readFileSync(path, 'utf8').replace(/<!--.*?-->/gs, '').trim();
      return { contents: suffix === '?strokes' ? strokesOf(markup, path) : markup, loader: 'text' };
    });
  },
};

const preactOfTheScript = {
  name: 'preact-of-the-script',
  setup(build) {
    build.onResolve({ filter: /^preact(\/jsx-runtime)?$/ }, () => ({ path: 'preact', namespace: 'borrowed' }));
    build.onLoad({ filter: /.*/, namespace: 'borrowed' }, () => ({
      contents: 'export const { Component, Fragment, createRef, jsx, jsxs } = document.currentScript.preact;',
    }));
  },
};

function strokesOf(markup, path) {
  if (/<(?!svg|\/svg|path)\w/.test(markup)) throw new Error(`${path} is not made of paths alone`);
  return [...markup.matchAll(/ d="([^"]+)"/g)].map(([, d]) => d).join('');
}
