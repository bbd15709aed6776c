// SPDX-License-Identifier: Apache-2.0
// Names that web/build.mjs fills in, and the file kinds that esbuild hands over as text.

// First 12 hex digits of a hash over everything served below /w/.
declare const __VERSION__: string;
// Languages besides English: where the file lies (a path on the relay) and what it must hash to.
declare const __LOCALES__: Record<string, { url: string; integrity: string }>;

// In the widget's screen and in the console: the emoji of each language, likewise.
declare const __EMOJI__: Record<string, { url: string; integrity: string }>;

// In the loader alone.
declare const __DOCK_URL__: string;
declare const __DOCK_INTEGRITY__: string;

// In the dock alone, which the loader loads on the first opening.
declare const __PANEL__: { url: string; integrity: string };
declare const __CHAT__: { url: string; integrity: string };
declare const __SCREEN__: { url: string; integrity: string };
declare const __CARRIER__: { url: string; integrity: string };
declare const __OFFER__: { url: string; integrity: string };
declare const __RECORDER__: { url: string; integrity: string };
declare const __WASM__: { url: string; integrity: string };
// The scripts that come when they are first needed.
declare const __LATER__: Record<'files' | 'cards', { url: string; integrity: string }>;

// In the console alone.
declare const __CONSOLE_WASM_URL__: string;
declare const __CONSOLE_WASM_INTEGRITY__: string;

// In the console's service worker alone: a name for exactly these files, and path -> integrity.
declare const __OFFLINE_FILES__: { name: string; integrity: Record<string, string> };

declare module '*.css' {
  const text: string;
  export default text;
}

declare module '*.svg' {
  const text: string;
  export default text;
}

// All strokes of an icon as one path's data.
declare module '*.svg?strokes' {
  const path: string;
  export default path;
}
