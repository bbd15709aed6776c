// SPDX-License-Identifier: Apache-2.0
// Where the panel lies on the page. Loaded on the first opening, or at idle for one who has talked
// here: makes the panel's frame, fetches panel and wasm with their integrity, and gives the panel
// what its opaque origin has not: socket, disk, other tabs (web/bridge/tabs.ts), services.ts.
import type { Event } from '@wire/boundary';
import { Disk, type DiskProblem } from '../../web/bridge/disk';
import type { ViewEffect } from '../../web/bridge/driver';
import { directionOf, formattingLocale, type Phrase } from '../../web/bridge/locale';
import { join, serveShell, type Handlers, type Post } from '../../web/bridge/pipe';
import { PageShell } from '../../web/bridge/shell';
import { Tabs } from '../../web/bridge/tabs';
import type { Trusted } from '../../web/bridge/trusted';
import type { PageInfo, PanelConfig, PanelLanguage, PinnedFile } from '../panel/config';
import styles from './dock.css';
import type { emit } from './events';
import { fetchBytes, fetchText } from './fetch';
import { openFrame } from './frame';
import type { CarrierEnd, MakeCarrier } from './carrier';
import type { TakeOffer } from './offer';
import type { Launcher } from './launcher';
import { markText, writeMark, type Mark } from './mark';
import { explainViolations } from './policy';
import type { MakeRecorder, RecorderEnd } from './recorder';
import { runScript, type DoorScript } from './script';
import { servicesFor } from './services';
import { complain, type Settings } from './settings';
import { Sheet } from './sheet';
import { showUnread, unreadOnRelay } from './unread';
import { wantedLocales } from './words';

export interface DockContext {
  settings: Settings;
  launcher: Launcher;
  trusted: Trusted;
  emit: typeof emit;
  onClose: () => void;
  onProblem: (error: unknown) => void;
}

export type MakeDock = (context: DockContext) => Dock;

/** After this long without a word a conversation no longer starts by itself on the next page. */
const aliveMsMax = 30 * 60_000;
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export class Dock {
  readonly #place = document.createElement('div');
  readonly #sheet = new Sheet(this.#place);
  readonly #panelFile: PinnedFile;
  readonly #scripts: PinnedFile[];
  readonly #panel: Promise<string>;
  readonly #tabs: Tabs;
  readonly #shell: PageShell;
  #code: Promise<string>[] = [];
  #wasm: Promise<ArrayBuffer> | undefined;
  #carrier: Promise<CarrierEnd> | undefined;
  #takeOffer: Promise<TakeOffer> | undefined;
  #recorder: Promise<RecorderEnd> | undefined;
  #frame: HTMLIFrameElement | undefined;
  #port: MessagePort | undefined;
  #post: Post = () => undefined;
  #ended: () => void = () => undefined;
  #problem: DiskProblem = '';
  #hasJoined = false;
  #starting = false;
  #isShown = false;

  constructor(private readonly context: DockContext) {
    const { shop, relay } = context.settings;
    explainViolations(relay);
    this.#panelFile = this.#pinned(__PANEL__);
    this.#scripts = [this.#pinned(__CHAT__), this.#pinned(__SCREEN__)];
    this.#panel = fetchText(this.#panelFile);
    this.#panel.catch(() => undefined);
    const disk = new Disk({ shop, role: 'shopper' }, (problem, message) => {
      if (problem) complain(`this browser keeps nothing for this page (${message})`);
      this.#post('storage', (this.#problem = problem));
    });
    this.#tabs = new Tabs(`shopbell:${shop}:shopper`, disk, {
      end: () => this.#end(),
      begin: (...values) => this.#post('begin', ...values),
      merge: (...values) => this.#post('merge', ...values),
      news: (effects) => this.#post('news', effects),
      asked: (event) => this.#post('asked', event),
      forgotten: () => void this.forget(false),
    });
    this.#shell = new PageShell(this.#tabs);
    this.#place.className = 'panel';
    this.#paint();
    prefersDark.addEventListener('change', () => this.#paint());
    context.launcher.style(styles);
    context.launcher.root.prepend(this.#place);
    this.#watchPage();
  }

  /** Makes the frame and runs the chat in it, out of sight until show(). */
  start(): void {
    if (this.#starting) return;
    this.#starting = true;
    this.#begin().catch((error: unknown) => this.context.onProblem(error));
  }

  /** For one who has talked here: unsent words go out and replies arrive on whatever page is open. */
  resume(): void {
    const { settings, launcher } = this.context;
    const mark = JSON.parse(markText(settings.shop) ?? 'null') as Mark | null;
    if (!mark) return;
    // From now on in the page's cache, should the relay be away when the chat is opened.
    this.#fetchCode();
    this.#fetchWasm();
    if (mark.queued > 0 || Date.now() - mark.at < aliveMsMax) this.start();
    else void unreadOnRelay(settings.relay, mark).then((count) => showUnread(launcher, count));
  }

  show(): void {
    this.#isShown = true;
    this.#sheet.show();
    this.start();
    this.#showPanel();
  }

  hide(): void {
    this.#isShown = false;
    // Back to where the shopper came from, if the focus was in the chat at all.
    if (document.activeElement === this.context.launcher.host) this.context.launcher.button.focus();
    this.#sheet.hide();
    this.#post('hidden');
  }

  setTheme(): void {
    const { theme } = this.context.settings;
    if (!['auto', 'light', 'dark'].includes(theme)) complain(`setTheme takes auto, light or dark, not "${theme}"`);
    this.#paint();
    this.#post('theme', theme);
  }

  setLocale(): void {
    void this.#language().then((language) => this.#post('language', language));
  }

  /** What the page has before the shopper goes to a chat that is open. */
  offer(): void {
    const { settings, trusted } = this.context;
    const { said } = settings;
    if (!said || !this.#port || !this.#isShown) return;
    this.#takeOffer ??= runScript<TakeOffer>(trusted, this.#pinned(__OFFER__));
    this.#takeOffer.then(
      (take) => void take(said, (...message) => this.#post(...message)),
      (error: unknown) => {
        this.#takeOffer = undefined;
        complain(String(error));
      },
    );
  }

  /** Takes the panel off the page; what the device keeps stays. */
  remove(): void {
    this.#drop();
    this.#sheet.hide();
    this.#place.remove();
  }

  /** The device's keys, rows and outbox are removed for good, in every tab; the chat begins anew. */
  async forget(tellOthers = true): Promise<void> {
    this.#drop();
    showUnread(this.context.launcher, 0);
    writeMark(this.context.settings.shop, null);
    this.#carry([0, 'wipe']);
    await this.#tabs.forget(tellOthers);
    if (this.#isShown) this.show();
    else this.#place.replaceChildren();
  }

  // Nothing that the Session in the frame still says is heard.
  #drop(): void {
    void this.#recorder?.then((take) => take('cancel'));
    this.#tabs.leave();
    this.#shell.disconnect(1000);
    this.#port?.close();
    this.#port = undefined;
    this.#post = () => undefined;
    this.#hasJoined = this.#starting = false;
  }

  // The ground on which the panel will draw itself, so that opening does not flash.
  #paint(): void {
    const { theme } = this.context.settings;
    this.#place.classList.toggle('dark', theme === 'dark' || (theme === 'auto' && prefersDark.matches));
  }

  async #begin(): Promise<void> {
    const { settings, trusted } = this.context;
    this.#fetchCode();
    this.#fetchWasm();
    const [text, language] = await Promise.all([this.#panel, this.#language()]);
    const config: PanelConfig = {
      shop: settings.shop,
      rootHash: settings.rootHash,
      relayOrigin: this.#socketOrigin(),
      accent: settings.accent,
      theme: settings.theme,
      page: pageInfo(),
      pageOrigin: location.origin,
      language,
      scripts: this.#scripts,
      later: { files: this.#pinned(__LATER__.files), cards: this.#pinned(__LATER__.cards) },
      isShown: this.#isShown,
    };
    const { frame, port } = openFrame({ ...this.#panelFile, text }, config, settings.relay, trusted);
    this.#frame = frame;
    this.#place.replaceChildren(frame);
    // At once: a focus that moves later could take somebody's first letters elsewhere.
    if (this.#isShown) frame.focus();
    this.#attach(await port);
  }

  #attach(port: MessagePort): void {
    const handlers: Handlers = servicesFor(this.context, (...message) => this.#post(...message), {
      join: () => {
        this.#hasJoined = true;
        this.#tabs.join();
      },
      leave: () => this.#tabs.leave(),
      ended: () => this.#ended(),
      tell: (news: ViewEffect[]) => this.#tabs.tell(news),
      ask: (event: Event | null) => this.#tabs.ask(event),
      forget: () => void this.forget(),
      files: (...values: Parameters<CarrierEnd>) => this.#carry(values),
      voice: (...values: Parameters<RecorderEnd>) => this.#record(values),
      retryCode: () => {
        this.#fetchCode();
        this.#sendCode();
      },
      retryWasm: () => {
        this.#fetchWasm();
        this.#sendWasm();
      },
    });
    const post = join(port, handlers);
    Object.assign(handlers, serveShell(this.#shell, `${this.#socketOrigin()}/ws`, post));
    this.#port = port;
    this.#post = post;
    this.#sendCode();
    this.#sendWasm();
    post('storage', this.#problem);
    if (this.#isShown) this.#showPanel();
  }

  // Whatever the panel's Session had to say has come through the port before its answer.
  #end(): Promise<void> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      if (this.#port) this.#post('end');
      else resolve();
    });
  }

  // Files: the script that carries them comes with the first.
  #carry(values: Parameters<CarrierEnd>): void {
    const { settings, trusted } = this.context;
    this.#carrier ??= runScript<MakeCarrier>(trusted, this.#pinned(__CARRIER__)).then((make) => make(settings, (...message) => this.#post(...message)));
    this.#carrier.then(
      (take) => take(...values),
      (error: unknown) => {
        this.#carrier = undefined;
        complain(String(error));
        this.#post('fileAnswer', values[0], undefined, String(error), false);
      },
    );
  }

  #record(values: Parameters<RecorderEnd>): void {
    this.#recorder ??= runScript<MakeRecorder>(this.context.trusted, this.#pinned(__RECORDER__)).then((make) => make((...message) => this.#post(...message)));
    this.#recorder.then(
      (take) => take(...values),
      (error: unknown) => {
        this.#recorder = undefined;
        complain(String(error));
        this.#post('voiceFailed', 'failed');
      },
    );
  }

  #showPanel(): void {
    if (!this.#port) return;
    const { root } = this.context.launcher;
    if (root.activeElement !== this.#frame) this.#frame?.focus();
    this.#post('page', pageInfo());
    this.#post('shown', document.hasFocus());
    this.offer();
  }

  #watchPage(): void {
    const sayFocus = (): void => this.#post('focus', document.hasFocus());
    addEventListener('focus', sayFocus);
    addEventListener('blur', () => {
      sayFocus();
      // The focus has gone into the frame: what is written there is about this page.
      this.#post('page', pageInfo());
    });
    addEventListener('online', () => this.#post('poke'));
    document.addEventListener('visibilitychange', () => {
      this.#post('visible', !document.hidden);
      if (!document.hidden) this.#post('poke');
    });
    // A page that is kept for "back" holds neither the chat nor a connection.
    addEventListener('pagehide', () => {
      this.#tabs.leave();
      this.#shell.disconnect(1000);
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted && this.#hasJoined) this.#tabs.join();
    });
  }

  #fetchCode(): void {
    this.#code = this.#scripts.map((file) => fetchText(file));
    for (const text of this.#code) text.catch(() => undefined);
  }

  #sendCode(): void {
    for (const [at, code] of this.#code.entries()) {
      code.then(
        (text) => this.#post('code', at, text),
        (error: unknown) => {
          complain(String(error));
          this.#post('codeFailed');
        },
      );
    }
  }

  #fetchWasm(): void {
    this.#wasm = fetchBytes(this.#pinned(__WASM__));
    this.#wasm.catch(() => undefined);
  }

  #sendWasm(): void {
    this.#wasm?.then(
      (bytes) => this.#post('wasm', bytes),
      (error: unknown) => this.#post('wasmFailed', String(error)),
    );
  }

  // Other languages than English come as files; without theirs the panel speaks English.
  async #language(): Promise<PanelLanguage> {
    const wanted = wantedLocales(this.context.settings.locale);
    // The one that the button speaks.
    const locale = this.context.launcher.host.lang;
    const file = __LOCALES__[locale];
    const language = (code: string, words?: Record<string, Phrase>): PanelLanguage => ({
      locale: formattingLocale(wanted, code),
      direction: directionOf(code),
      ...(words && { words }),
    });
    if (!file) return language('en');
    try {
      return language(locale, JSON.parse(await fetchText(this.#pinned(file))) as Record<string, Phrase>);
    } catch (error) {
      complain(`${file.url} could not be loaded (${String(error)}): the chat speaks English.`);
      return language('en');
    }
  }

  /** A path on the relay as an address. */
  #pinned({ url, integrity }: PinnedFile): PinnedFile {
    return { url: this.context.settings.relay + url, integrity };
  }

  #socketOrigin(): string {
    return this.context.settings.relay.replace(/^http/, 'ws');
  }
}

function pageInfo(): PageInfo {
  return { url: location.href, title: document.title };
}

(document.currentScript as DoorScript<MakeDock>).enter((context) => new Dock(context));
