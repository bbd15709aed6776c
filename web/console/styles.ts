// SPDX-License-Identifier: Apache-2.0
// The style sheets, in the order in which they build on each other. They are adopted, not written
// into the page, so that its policy needs no exception for styles.
import changes from '../changes/changes.css';
import attach from '../files/attach.css';
import cards from '../cards/cards.css';
import files from '../files/files.css';
import voice from '../voice/voice.css';
import picker from '../emoji/picker.css';
import written from '../words/written.css';
import access from './styles/access.css';
import base from './styles/base.css';
import controls from './styles/controls.css';
import dialog from './styles/dialog.css';
import floating from './styles/floating.css';
import layout from './styles/layout.css';
import list from './styles/list.css';
import preview from './styles/preview.css';
import products from './styles/products.css';
import reply from './styles/reply.css';
import search from './styles/search.css';
import setup from './styles/setup.css';
import talk from './styles/talk.css';
import tokens from './styles/tokens.css';

export function adoptStyles(): void {
  document.adoptedStyleSheets = [tokens, base, controls, floating, layout, list, search, written, talk, reply, picker, attach, files, voice, cards, changes, dialog, products, access, setup, preview].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
