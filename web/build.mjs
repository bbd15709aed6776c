// SPDX-License-Identifier: Apache-2.0
// Makes build/web, the folder that the relay embeds: bundles of widget and console, the wasm
// files, locales, storefront and assets, each with its integrity and a brotli twin, and a
// manifest.json that names them all. Called by ./dev; does nothing while its inputs stand still.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { bundle } from './bundle.mjs';
import { contentTypes, typeOf } from './content-types.mjs';
import { emojiData } from './emoji-data.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'build/web');
const inputFolders = ['widget', 'web', 'assets', 'examples', 'build/generated/ts'];
const inputFiles = ['build/wasm/shopper.wasm', 'build/wasm/console.wasm', 'package-lock.json', 'tsconfig.json'];
// The name stands in every versioned path, and in the hash it is made from: any constant does.
const versionPlaceholder = '000000000000';

async function main() {
  const fingerprint = fingerprintOfInputs();
  const stamp = join(out, 'inputs.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  const draft = await makeVersioned(versionPlaceholder);
  const version = hashOfFiles(draft).slice(0, 12);
  const versioned = await makeVersioned(version);
  const files = [...placeVersioned(versioned, version), ...(await makePages(version, versioned))];
  files.push(await makeServiceWorker(files));
  writeAll(files);
  writeFileSync(stamp, fingerprint);
}

// The files whose path carries the version: name -> bytes. The loader comes last: it pins the rest.
async function makeVersioned(version) {
  const made = new Map();
  const url = (name) => `/w/${version}/${name}`;
  const pin = (name) => (made.has(name) ? { url: url(name), integrity: integrity(made.get(name)) } : null);
  const add = async (name, entry, defines, options) => {
    if (existsSync(join(root, entry))) made.set(name, await bundle(root, entry, { __VERSION__: version, ...defines }, options));
  };

  for (const core of ['shopper', 'console']) copyInto(made, `${core}.wasm`, `build/wasm/${core}.wasm`);
  const widgetLocales = addLocales(made, 'widget', 'locale-', pin);
  const consoleLocales = addLocales(made, 'console', 'console-locale-', pin);
  const emoji = addEmoji(made, pin);
  await add('panel.js', 'widget/panel/main.ts', {});
  await add('chat.js', 'widget/chat/main.ts', {});
  await add('screen.js', 'widget/screen/main.tsx', { __EMOJI__: emoji });
  await add('files.js', 'widget/files/main.tsx', {}, { borrowsPreact: true });
  await add('cards.js', 'widget/cards/main.tsx', {}, { borrowsPreact: true });
  await add('carrier.js', 'widget/loader/carrier.ts', {});
  await add('offer.js', 'widget/loader/offer.ts', {});
  await add('recorder.js', 'widget/loader/recorder.ts', {});
  await add('console.js', 'web/console/main.tsx', {
    __LOCALES__: consoleLocales,
    __EMOJI__: emoji,
    __CONSOLE_WASM_URL__: url('console.wasm'),
    __CONSOLE_WASM_INTEGRITY__: pin('console.wasm')?.integrity ?? '',
  });
  copyInto(made, 'console.css', 'web/console/console.css');
  await add('dock.js', 'widget/loader/dock.ts', {
    __LOCALES__: widgetLocales,
    __PANEL__: pin('panel.js'),
    __CHAT__: pin('chat.js'),
    __SCREEN__: pin('screen.js'),
    __CARRIER__: pin('carrier.js'),
    __OFFER__: pin('offer.js'),
    __RECORDER__: pin('recorder.js'),
    __WASM__: pin('shopper.wasm'),
    __LATER__: { files: pin('files.js'), cards: pin('cards.js') },
  });
  await add('shopbell.js', 'widget/loader/main.ts', {
    __DOCK_URL__: url('dock.js'),
    __DOCK_INTEGRITY__: pin('dock.js')?.integrity ?? '',
  });
  return made;
}

// English is inside the bundles; every other language is one file, fetched with its integrity.
function addLocales(made, folder, prefix, pin) {
  const locales = {};
  for (const path of walk(join(root, 'assets/locales', folder))) {
    const language = path.match(/([^/]+)\.json$/)?.[1];
    if (!language || language === 'en') continue;
    made.set(`${prefix}${language}.json`, Buffer.from(JSON.stringify(JSON.parse(readFileSync(path, 'utf8')))));
    locales[language] = pin(`${prefix}${language}.json`);
  }
  return locales;
}

// Fetched when somebody first looks for one.
function addEmoji(made, pin) {
  const languages = readdirSync(join(root, 'assets/locales/emoji')).map((file) => file.replace('.json', ''));
  return Object.fromEntries(
    languages.map((language) => {
      const name = `emoji-${language}.json`;
      made.set(name, Buffer.from(JSON.stringify(emojiData(root, language))));
      return [language, pin(name)];
    }),
  );
}

function copyInto(made, name, from) {
  if (existsSync(join(root, from))) made.set(name, readFileSync(join(root, from)));
}

function placeVersioned(versioned, version) {
  const files = [];
  for (const [name, bytes] of versioned) {
    files.push({ path: `/w/${version}/${name}`, file: `w/${version}/${name}`, bytes, immutable: true });
  }
  // What the relay needs to print a pinned snippet and the policy that goes with it.
  const pins = { version, integrity: {}, sha256: {} };
  for (const [name, bytes] of versioned) {
    pins.integrity[name] = integrity(bytes);
    pins.sha256[name] = `sha256-${digest('sha256', bytes, 'base64')}`;
  }
  files.push({
    path: `/w/${version}/integrity.json`,
    file: `w/${version}/integrity.json`,
    bytes: Buffer.from(JSON.stringify(pins)),
    immutable: true,
  });
  const loader = versioned.get('shopbell.js');
  if (loader) files.push({ path: '/shopbell.js', file: 'shopbell.js', bytes: loader, immutable: false });
  return files;
}

// Pages and pictures under names that do not change. In HTML, {{version}} and {{integrity:NAME}}
// are filled in here; {{shop}} is the relay's to fill.
async function makePages(version, versioned) {
  const files = [];
  const add = (path, file, bytes) => files.push({ path, file, bytes, immutable: false });
  const fill = (html) =>
    html.replaceAll('{{version}}', version).replace(/\{\{integrity:([^}]+)\}\}/g, (_, name) => {
      if (!versioned.has(name)) throw new Error(`a page asks for the integrity of ${name}, which was not built`);
      return integrity(versioned.get(name));
    });

  const folders = [
    ['web/console', '/console'],
    ['examples/storefront', ''],
    ['examples/plain-html', '/examples/plain-html'],
    ['assets/icons', '/assets/icons'],
    ['assets/sounds', '/assets/sounds'],
    ['assets/demo', '/demo'],
  ];
  for (const [folder, at] of folders) {
    for (const source of walk(join(root, folder))) {
      const name = relative(join(root, folder), source);
      if (!isPageFile(folder, name)) continue;
      const bytes = name.endsWith('.html') ? Buffer.from(fill(readFileSync(source, 'utf8'))) : readFileSync(source);
      const path = `${at}/${name}`;
      add(path.replace(/(?<=.)\/index\.html$|(?<=^\/)index\.html$/, ''), path.slice(1), bytes);
    }
  }
  return files;
}

// What the console needs to open without the relay, and nothing of anybody else's.
const offlinePath = /^\/console(\/manifest\.webmanifest)?$|^\/w\/[^/]+\/console[.-][^/]+$|^\/assets\/icons\/(favicon|app|app-maskable)\.svg$/;

// Its list of files is a part of it: when one of them changes, the browser sees another worker.
async function makeServiceWorker(files) {
  const kept = files.filter(({ path }) => offlinePath.test(path)).map(({ path, bytes }) => [path, integrity(bytes)]);
  const name = digest('sha256', JSON.stringify(kept), 'hex').slice(0, 12);
  const bytes = await bundle(root, 'web/console/service-worker.ts', {
    __OFFLINE_FILES__: { name, integrity: Object.fromEntries(kept) },
  });
  return { path: '/console/service-worker.js', file: 'console/service-worker.js', bytes, immutable: false };
}

// A folder of sources also holds what is bundled (TypeScript, the console's style sheet).
function isPageFile(folder, name) {
  const extension = name.slice(name.lastIndexOf('.'));
  return extension in contentTypes && !(folder === 'web/console' && extension === '.css');
}

function writeAll(files) {
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = [];
  const written = new Set();
  for (const { path, file, bytes, immutable } of files) {
    if (written.has(file)) throw new Error(`two sources make ${path}`);
    const { type, compressible } = typeOf(file);
    const brotli = compressible ? compress(bytes) : null;
    written.add(file);
    writeOne(file, bytes);
    if (brotli) {
      written.add(`${file}.br`);
      writeOne(`${file}.br`, brotli);
    }
    const etag = digest('sha256', bytes, 'hex').slice(0, 24);
    manifest.push({ path, file, type, integrity: integrity(bytes), etag, raw: bytes.length, br: brotli?.length ?? 0, immutable });
  }
  for (const path of walk(out)) if (!written.has(relative(out, path))) rmSync(path);
  writeOne('manifest.json', JSON.stringify(manifest, null, 1));
}

function writeOne(file, bytes) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), bytes);
}

// null where the twin would save less than a twentieth.
function compress(bytes) {
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return brotli.length < bytes.length * 0.95 ? brotli : null;
}

function fingerprintOfInputs() {
  const hash = createHash('sha256');
  const paths = [...inputFolders.flatMap((folder) => walk(join(root, folder))), ...inputFiles.map((f) => join(root, f))];
  for (const path of paths) {
    if (existsSync(path)) hash.update(`${relative(root, path)}\0${digest('sha256', readFileSync(path), 'hex')}\n`);
  }
  return hash.digest('hex');
}

function hashOfFiles(files) {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${digest('sha256', bytes, 'hex')}\n`);
  }
  return hash.digest('hex');
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function digest(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

function integrity(bytes) {
  return `sha384-${digest('sha384', bytes, 'base64')}`;
}

await main();
