// SPDX-License-Identifier: Apache-2.0
// The few words that the button needs before anything else is loaded, of the same locale files as
// the panel's (the bundler keeps only what is named here).
import { launcher as arLauncher, loadFailed as arFailed } from '../../assets/locales/widget/ar.json';
import { launcher as enLauncher, loadFailed as enFailed } from '../../assets/locales/widget/en.json';
import { launcher as zhLauncher, loadFailed as zhFailed } from '../../assets/locales/widget/zh.json';
import { chooseLocale } from '../../web/bridge/locale';

/** The button's name, and what to say when the chat cannot load. */
export const launcherWords: Record<string, readonly [string, string]> = {
  en: [enLauncher, enFailed],
  zh: [zhLauncher, zhFailed],
  ar: [arLauncher, arFailed],
};

/** The snippet's language, else the page's, else the browser's. */
export const wantedLocales = (given: string): string[] =>
  [given, document.documentElement.lang, ...navigator.languages].filter(Boolean);

export const localeFor = (given: string): string => chooseLocale(wantedLocales(given), Object.keys(launcherWords));
