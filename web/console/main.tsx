// SPDX-License-Identifier: Apache-2.0
// The console's only bundle, in its two places: in the page it draws the screens, in a worker it
// does the slow key operations.
import { render } from 'preact';
import { App } from './app';
import { serveKeywork } from './session/keywork';
import { watchVersion } from './session/version';
import { adoptStyles } from './styles';
import { speak } from './text';

if (typeof document === 'undefined') serveKeywork(globalThis);
else void start();

async function start(): Promise<void> {
  await watchVersion();
  adoptStyles();
  await speak(navigator.languages);
  const root = document.getElementById('app');
  if (root) render(<App />, root);
}
