// SPDX-License-Identifier: Apache-2.0
// The one file that a shop's page loads: the button, and window.Shopbell. The rest (dock.ts: frame,
// disk, socket) comes when the shopper opens the chat, or at idle when this browser has talked here
// before. Nothing is stored and nothing connects until then.
import { trustedBy } from '../../web/bridge/trusted';
import { checkEvent, emit } from './events';
import { Launcher } from './launcher';
import { markText } from './mark';
import { runScript } from './script';
import { complain, readSettings, type Settings } from './settings';
import type { Theme } from '../panel/config';
import type { Dock, MakeDock } from './dock';

interface Api {
  (method: string, ...values: unknown[]): void;
  q?: [string, ...unknown[]][];
  version?: string;
}

const page = window as unknown as { Shopbell?: Api };

function begin(settings: Settings): void {
  let isOpen = false;
  let docked: Promise<Dock> | undefined;
  const launcher = new Launcher(settings);
  const trusted = trustedBy(() => complain('Content-Security-Policy needs trusted-types shopbell'));

  const dock = (): Promise<Dock> =>
    (docked ??= runScript<MakeDock>(trusted, { url: settings.relay + __DOCK_URL__, integrity: __DOCK_INTEGRITY__ }).then(
      (makeDock) => makeDock({ settings, launcher, trusted, emit, onClose: close, onProblem: fail }),
      (error: unknown) => {
        docked = undefined;
        throw error;
      },
    ));

  // Where the dock is there, or once it is: it knows the settings.
  const tell = (what: 'hide' | 'offer' | 'remove' | 'setLocale' | 'setTheme'): void => void docked?.then((it) => it[what](), () => undefined);

  const fail = (error: unknown): void => {
    tell('remove');
    docked = undefined;
    // One who did not ask for the chat is not told that it is missing.
    launcher.setProblem(isOpen);
    launcher.setOpen((isOpen = false));
    complain(String(error));
    emit('error', { code: 'load_failed', message: String(error) });
  };

  const open = (): void => {
    if (isOpen) return;
    launcher.setOpen((isOpen = true));
    launcher.setProblem(false);
    dock().then((it) => {
      if (!isOpen) return;
      it.show();
      emit('opened');
    }, fail);
  };

  const close = (): void => {
    if (!isOpen) return;
    launcher.setOpen((isOpen = false));
    tell('hide');
    emit('closed');
  };

  const toggle = (): void => (isOpen ? close() : open());

  const methods = {
    __proto__: null,
    open,
    close,
    toggle,
    show: () => (launcher.host.hidden = false),
    hide: () => (launcher.host.hidden = true),
    setLocale: (locale: string) => {
      settings.locale = locale;
      launcher.setLocale();
      tell('setLocale');
    },
    setTheme: (theme: Theme) => {
      settings.theme = theme;
      tell('setTheme');
    },
    on: (name: string, listener: EventListener) => addEventListener(checkEvent(name), listener),
    off: (name: string, listener: EventListener) => removeEventListener(checkEvent(name), listener),
    // Another person may use this browser next: nothing of this one stays.
    shutdown: () => {
      close();
      if (docked || markText(settings.shop)) dock().then((it) => it.forget(), fail);
    },
  } as unknown as Record<string, (...values: unknown[]) => void>;
  // What the page has before the shopper: only remembered, until the chat is open.
  for (const kind of ['product', 'cart', 'order'] as const) {
    methods[kind] = (value) => {
      settings.said = [kind, value];
      tell('offer');
    };
  }

  const api: Api = (method, ...values) => {
    const run = methods[method];
    if (run) run(...values);
    else complain(`no method "${method}", only ${Object.keys(methods).join(' ')}`);
  };
  api.version = __VERSION__;
  const queued = page.Shopbell?.q ?? [];
  page.Shopbell = api;
  launcher.button.onclick = toggle;
  // Whoever points at the button will probably press it: dock.ts fetches the panel meanwhile.
  launcher.button.onpointerenter = () => void dock().catch(() => undefined);
  for (const call of queued) api(...call);
  emit('ready');
  if (markText(settings.shop)) (window.requestIdleCallback ?? setTimeout)(() => void dock().then((it) => it.resume(), fail));
}

function main(): void {
  if (page.Shopbell?.version) return complain('the snippet stands twice on this page');
  const settings = readSettings(document.currentScript as HTMLScriptElement);
  if (!settings) return;
  if (document.body) begin(settings);
  else addEventListener('DOMContentLoaded', () => begin(settings));
}

main();
