// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';

import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// Text reaches the page as text nodes alone, and a message names the window it is meant for.
const forbiddenMarkup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({
  selector: `MemberExpression[property.name='${property}']`,
  message: `${property} parses text as markup: make text nodes.`,
}));
const forbiddenTarget = {
  selector: "CallExpression[callee.property.name='postMessage'] > Literal[value='*']",
  message: 'Name the origin, or hand over a MessagePort.',
};

const sharedGlobals = [
  'AbortController', 'AbortSignal', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'WebAssembly',
  'WebSocket', 'atob', 'btoa', 'clearInterval', 'clearTimeout', 'console', 'crypto', 'fetch', 'performance',
  'queueMicrotask', 'setInterval', 'setTimeout', 'structuredClone',
];
// Tests have them too: Playwright runs parts of them in the page.
const pageGlobals = [
  'CustomEvent', 'Event', 'HTMLElement', 'Intl', 'customElements', 'document', 'getComputedStyle', 'history',
  'indexedDB', 'localStorage', 'location', 'matchMedia', 'navigator', 'requestAnimationFrame', 'sessionStorage',
  'window',
];
const named = (...lists) => Object.fromEntries(lists.flat().map((name) => [name, 'readonly']));

export default tseslint.config(
  { ignores: ['build/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)) } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2023, globals: named(sharedGlobals, ['Buffer', 'process']) },
  },
  {
    files: ['**/*.js', 'tests/**/*.mjs'],
    languageOptions: { globals: named(sharedGlobals, pageGlobals) },
  },
  {
    rules: {
      'no-restricted-syntax': ['error', ...forbiddenMarkup, forbiddenTarget],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
    },
  },
);
