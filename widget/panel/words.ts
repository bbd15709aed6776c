// SPDX-License-Identifier: Apache-2.0
// The words of the first script. English is inside (the bundler keeps only these), other languages
// come with the markup.
import { close, loadFailed, message, send, tooLong, tryAgain, write, writeAgain } from '../../assets/locales/widget/en.json';
import { phrase, type Values } from '../../web/bridge/locale';
import type { PanelLanguage } from './config';

const english = { close, loadFailed, message, send, tooLong, tryAgain, write, writeAgain };

export function word({ locale, words }: PanelLanguage, key: keyof typeof english, values?: Values): string {
  return phrase(locale, words?.[key] ?? english[key], values);
}
