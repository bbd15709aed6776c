// SPDX-License-Identifier: Apache-2.0
// Times and durations as the console writes them: short on the screen, whole in speech.
import { dayNumber } from '../bridge/locale';
import { formattingNow, t, timesNow } from './text';

type Unit = 'second' | 'minute' | 'hour' | 'day';

/** "45s", "3m", "2h", "4d", in the language's own narrow form. */
export function duration(ms: number): string {
  const [value, unit] = largest(ms);
  return new Intl.NumberFormat(formattingNow(), { style: 'unit', unit, unitDisplay: 'narrow' }).format(value);
}

/** "3 minutes". */
export function spokenDuration(ms: number): string {
  const [value, unit] = largest(ms);
  return new Intl.NumberFormat(formattingNow(), { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

function largest(ms: number): [number, Unit] {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 100) return [seconds, 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 48 * 3600) return [Math.floor(seconds / 3600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}

/** The time today, else the day: what fits at the end of a list row. */
export function shortTime(at: number, now = Date.now()): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago === 0) return timesNow().time(at);
  const style: Intl.DateTimeFormatOptions =
    ago < 7 ? { weekday: 'short' } : { month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(formattingNow(), style).format(at);
}

/** Day and time, for the details. */
export function fullTime(at: number, now = Date.now()): string {
  return t('time.full', { day: timesNow().day(at, now), time: timesNow().time(at) });
}

/** "中文" for zh-CN in the console's own language; the tag itself where the browser knows no name. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(formattingNow(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
