// SPDX-License-Identifier: Apache-2.0
// From the merchant's one accent colour: a fill, the text that can be read on it, the same hue as
// text on the page, and quiet tints, for light and for dark. Tints are made in OKLCH, where equal
// steps look equal; what is read is chosen by WCAG contrast.

export interface AccentTones {
  /** Ground of the shopper's bubbles and of buttons. */
  fill: string;
  /** Text on the fill, at least 4.5:1. */
  onFill: string;
  /** The accent as text on the surface, at least 4.5:1. */
  text: string;
  /** A quiet ground for chosen or pointed-at things. */
  soft: string;
}

// Without the yellows, which are mud when they are dark enough for white text.
const nameHues = [12, 38, 152, 182, 212, 242, 272, 302, 338];

type Rgb = [number, number, number];
interface Lch {
  l: number;
  c: number;
  h: number;
}

const readable = 4.5;
const inks = { light: '#ffffff', dark: '#14161a' };
const surfaces = { light: '#ffffff', dark: '#1b1d22' };
const fallbackAccent = '#1f6f5c';

export function tonesOf(accent: string, dark: boolean): AccentTones {
  const surface = dark ? surfaces.dark : surfaces.light;
  const given = toLch(parse(accent) ?? (parse(fallbackAccent) as Rgb));
  // Neither drowned in the surface nor glaring on it.
  const fillLch = { ...given, l: dark ? clamp(given.l, 0.42, 0.86) : clamp(given.l, 0.2, 0.92) };
  const { fill, onFill } = legible(fillLch);
  return {
    fill,
    onFill,
    text: shifted(fillLch, surface, dark ? 0.02 : -0.02),
    soft: hex(toRgb(dark ? { l: 0.3, c: Math.min(given.c, 0.05), h: given.h } : { l: 0.96, c: Math.min(given.c, 0.025), h: given.h })),
  };
}

/** A steady colour for somebody without a picture, with the text that can be read on it. */
export function tonesOfName(name: string, dark: boolean): { fill: string; onFill: string } {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 10_007;
  return legible({ l: dark ? 0.44 : 0.5, c: 0.085, h: nameHues[hash % nameHues.length] ?? 0 });
}

export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(parse(a) ?? [0, 0, 0]), luminance(parse(b) ?? [0, 0, 0])].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

// White text where it can be read, dark ink where that can; a fill between the two gives way a little.
function legible(lch: Lch): { fill: string; onFill: string } {
  const fill = hex(toRgb(lch));
  for (const onFill of [inks.light, inks.dark]) if (contrast(fill, onFill) >= readable) return { fill, onFill };
  return { fill: shifted(lch, inks.light, -0.005), onFill: inks.light };
}

// The colour, its lightness moved until it can be read on `ground`.
function shifted(lch: Lch, ground: string, step: number): string {
  let { l } = lch;
  let colour = hex(toRgb(lch));
  while (contrast(colour, ground) < readable && l > 0 && l < 1) {
    l += step;
    colour = hex(toRgb({ ...lch, l }));
  }
  return colour;
}

function parse(text: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (!digits) return undefined;
  const wide = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16) / 255) as Rgb;
}

/** Is this a colour that tonesOf understands? */
export function isColour(text: string): boolean {
  return parse(text) !== undefined;
}

const linear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const gamma = (v: number): number => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);
const clamp = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v));

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(linear) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Björn Ottosson's OKLab matrices (public domain).
function toLch(rgb: Rgb): Lch {
  const [r, g, b] = rgb.map(linear) as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(a, bb), h: (Math.atan2(bb, a) * 180) / Math.PI };
}

// Out of sRGB: the chroma gives way until the colour fits.
function toRgb({ l, c, h }: Lch): Rgb {
  for (let chroma = c; ; chroma *= 0.94) {
    const rgb = convert(l, chroma * Math.cos((h * Math.PI) / 180), chroma * Math.sin((h * Math.PI) / 180));
    if (chroma < 0.002 || rgb.every((v) => v > -0.001 && v < 1.001)) return rgb.map((v) => clamp(v, 0, 1)) as Rgb;
  }
}

function convert(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((v) => Math.round(v * 255).toString(16).padStart(2, '0')).join('')}`;
}
