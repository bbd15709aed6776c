// SPDX-License-Identifier: Apache-2.0
// What the loader writes into the frame's markup, so that the panel can draw itself at once.
import type { Phrase } from '../../web/bridge/locale';

export interface PageInfo {
  url: string;
  title: string;
}

export interface PanelLanguage {
  /** For Intl: the tag that was wanted, of a language that we speak. */
  locale: string;
  direction: 'ltr' | 'rtl';
  /** None: the panel's own English. */
  words?: Record<string, Phrase>;
}

export type Theme = 'auto' | 'light' | 'dark';

/** A file of the relay and what it must hash to. */
export interface PinnedFile {
  url: string;
  integrity: string;
}

/** Each has its entry in web/build.mjs, and in the policy that the relay prints (server-stub/api/snippet.cpp). */
export type LaterFiles = Record<'files' | 'cards', PinnedFile>;

export interface PanelConfig {
  shop: string;
  /** base64url */
  rootHash: string;
  /** ws(s)://host[:port] */
  relayOrigin: string;
  /** Empty: the shop's own, once its settings have arrived. */
  accent: string;
  theme: Theme;
  page: PageInfo;
  pageOrigin: string;
  language: PanelLanguage;
  /** The shopper has opened the chat already: the field takes the focus. */
  isShown: boolean;
  /** The panel's later scripts, in their order. */
  scripts: PinnedFile[];
  /** And those that come when they are first needed. */
  later: LaterFiles;
}

export interface PanelMarkup extends PanelConfig {
  /** Proves to the page that the port comes from this markup. */
  nonce: string;
}

export function readConfig(): PanelMarkup {
  const { dataset } = document.documentElement;
  const config = JSON.parse(dataset['config'] ?? '') as PanelMarkup;
  delete dataset['config'];
  return config;
}
