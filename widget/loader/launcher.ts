// SPDX-License-Identifier: Apache-2.0
// The button on the shop's page: round, in a shadow root of its own, with a badge for unread
// messages. It needs no request; the panel's frame later stands in the same root.
import chat from '../../assets/icons/chat.svg?strokes';
import close from '../../assets/icons/close.svg?strokes';
import { directionOf } from '../../web/bridge/locale';
import styles from './launcher.css';
import type { Settings } from './settings';
import { launcherWords, localeFor } from './words';

export class Launcher {
  readonly host = document.createElement('shopbell-widget');
  readonly root = this.host.attachShadow({ mode: 'open' });
  readonly button = document.createElement('button');
  readonly badge = document.createElement('span');
  readonly #note = document.createElement('p');

  constructor(private readonly settings: Settings) {
    const { host, button, badge, root } = this;
    this.style(styles);
    this.setAccent(settings.accent);
    button.type = 'button';
    button.append(icon(chat, close), badge);
    this.#note.setAttribute('role', 'alert');
    root.append(this.#note, button);
    this.setOpen(false);
    this.setLocale();
    document.body.append(host);
  }

  style(text: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    this.root.adoptedStyleSheets.push(sheet);
  }

  setAccent(accent: string): void {
    if (accent) this.#set('accent', accent);
  }

  setLocale(): void {
    const { locale, side, offset, 'z-index': z } = this.settings;
    const language = localeFor(locale);
    const [x, y = x] = offset.split(' ');
    this.host.lang = language;
    this.host.dir = directionOf(language);
    this.button.ariaLabel = this.button.title = launcherWords[language]?.[0] ?? '';
    const isRight = side === 'right' || side === (this.host.dir === 'ltr' ? 'end' : 'start');
    this.#set('right', isRight ? `${x}px` : 'auto');
    this.#set('left', isRight ? 'auto' : `${x}px`);
    this.#set('y', `${y}px`);
    this.#set('z', z);
  }

  setOpen(open: boolean): void {
    this.button.ariaExpanded = `${open}`;
  }

  /** Says beside the button that the chat could not load: pressing it tries again. */
  setProblem(shown: boolean): void {
    this.#note.textContent = (shown && launcherWords[this.host.lang]?.[1]) || '';
  }

  #set(token: string, value: string): void {
    this.host.style.setProperty(`--sb-${token}`, value);
  }
}

function icon(...paths: string[]): SVGElement {
  const make = (name: string): SVGElement => document.createElementNS<'svg'>('http://www.w3.org/2000/svg', name as 'svg');
  const svg = make('svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  for (const d of paths) svg.appendChild(make('path')).setAttribute('d', d);
  return svg;
}
