// SPDX-License-Identifier: Apache-2.0
// From the merchant's one accent colour: a fill, the text that can be read on it, and the same hue
// as text on the page, for light and for dark. What is read is chosen by WCAG contrast. (Quiet tints
// are the style sheets', in OKLCH.)

export interface AccentTones {
  /** Ground of the shopper's bubbles and of buttons. */
  fill: string;
  /** Text on the fill, at least 4.5:1. */
  onFill: string;
  /** The accent as text on the surface and on what stands over it, at least 4.5:1. */
  text: string;
}

type Rgb = readonly number[];

const readable = 4.5;
/** Less than this and a fill drowns in the surface. */
const visible = { light: 1.25, dark: 1.5 };
const inks = { light: '#ffffff', dark: '#14161a' };
const surfaces = { light: '#ffffff', dark: '#1b1d22' };
/** Banner, menu, dialog. */
const raised = { light: '#ffffff', dark: '#25282f' };
const fallbackAccent = '#1f6f5c';
// For those without a picture: nine hues of one depth, on which white can be read.
const nameFills = ['#8f4a55', '#8f4e32', '#3f7048', '#1f7068', '#226c84', '#3e639c', '#5c5a9e', '#7a5191', '#8b4a75'];

export function tonesOf(accent: string, dark: boolean): AccentTones {
  const theme = dark ? 'dark' : 'light';
  const told = moved(isColour(accent) ? accent : fallbackAccent, surfaces[theme], visible[theme]);
  const onFill = [inks.light, inks.dark].find((ink) => contrast(told, ink) >= readable);
  // Between the two a fill gives way a little.
  const fill = onFill ? told : moved(told, inks.light, readable);
  return { fill, onFill: onFill ?? inks.light, text: moved(fill, raised[theme], readable) };
}

/** A steady colour for somebody without a picture, with the text that can be read on it. */
export function tonesOfName(name: string): { fill: string; onFill: string } {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 10_007;
  return { fill: nameFills[hash % nameFills.length] ?? fallbackAccent, onFill: inks.light };
}

export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Is this a colour that tonesOf understands? */
export function isColour(text: string): boolean {
  return /^#([\da-f]{3}){1,2}$/i.test(text);
}

// The colour, mixed with black or white, away from the ground, until it has the contrast.
function moved(colour: string, ground: string, ratio: number): string {
  const end = luminance(ground) > 0.2 ? 0 : 255;
  const from = parse(colour);
  let result = colour;
  for (let share = 0.02; contrast(result, ground) < ratio; share += 0.02) {
    result = `#${from.map((value) => Math.round(value + (end - value) * share).toString(16).padStart(2, '0')).join('')}`;
  }
  return result;
}

function parse(colour: string): Rgb {
  const digits = colour.slice(1);
  const wide = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = parse(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
