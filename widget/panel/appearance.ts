// SPDX-License-Identifier: Apache-2.0
// Light or dark, and the tones that follow from the shop's accent, as the tokens that the style
// sheets use.
import { tonesOf, tonesOfName } from '../../web/bridge/theme';
import type { Theme } from './config';
import { adoptStyles } from './styles';
import composer from './styles/composer.css';
import frame from './styles/frame.css';
import neutrals from './styles/tokens.css';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export class Appearance {
  onChange: () => void = () => undefined;
  #set = '';

  constructor(
    private theme: Theme,
    private accent: string,
  ) {
    adoptStyles(neutrals + frame + composer);
    prefersDark.onchange = () => this.#apply();
    this.#apply();
  }

  get isDark(): boolean {
    return this.theme === 'dark' || (this.theme === 'auto' && prefersDark.matches);
  }

  /** The ground and ink of somebody without a picture. */
  tonesOfName(name: string): { background: string; color: string } {
    const { fill, onFill } = tonesOfName(name);
    return { background: fill, color: onFill };
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#apply();
  }

  setAccent(accent: string): void {
    this.accent = accent;
    this.#apply();
  }

  #apply(): void {
    const set = `${this.accent} ${this.isDark}`;
    if (set === this.#set) return;
    this.#set = set;
    const { classList, style } = document.documentElement;
    classList.toggle('dark', this.isDark);
    const { fill, onFill, text } = tonesOf(this.accent, this.isDark);
    const tokens = { accent: fill, 'on-accent': onFill, 'accent-text': text };
    for (const [name, value] of Object.entries(tokens)) style.setProperty(`--sb-${name}`, value);
    this.onChange();
  }
}
