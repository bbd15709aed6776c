// SPDX-License-Identifier: Apache-2.0
// The panel's frame: sandboxed, without an origin, without a network, its code inside the markup.
//
// The two ends meet once. A message *to* a frame without an origin cannot name its target, so it is
// the panel that makes the MessageChannel and sends one end to its parent, naming the page's origin
// exactly. The page takes it only from this frame's window, with the nonce that was written into the
// markup, and once. Everything after that goes through the port, which nobody else holds.
import type { Trusted } from '../../web/bridge/trusted';
import type { PanelConfig, PanelMarkup, PinnedFile } from '../panel/config';

export interface PanelCode extends PinnedFile {
  text: string;
}

const sandbox = 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads';
/** The handover follows the frame's load event at once, or its script was refused. */
const inlineRefusedMs = 600;
const startMsMax = 20_000;

export function openFrame(
  panel: PanelCode,
  config: PanelConfig,
  relay: string,
  trusted: Trusted,
): { frame: HTMLIFrameElement; port: Promise<MessagePort> } {
  const frame = document.createElement('iframe');
  const nonce = randomNonce();
  frame.title = 'Chat';
  frame.setAttribute('sandbox', sandbox);
  const write = (script: string): void => {
    const sources = [panel, ...config.scripts, ...Object.values(config.later)].map(({ integrity }) => `'${integrity}'`);
    frame.srcdoc = trusted.createHTML(markup({ ...config, nonce }, `${sources.join(' ')} ${relay}`, script));
  };
  const port = new Promise<MessagePort>((resolve, reject) => {
    const timer = setTimeout(() => done(new Error('the panel did not start')), startMsMax);
    const onMessage = ({ source, origin, data, ports }: MessageEvent): void => {
      const isOurs = source === frame.contentWindow && origin === 'null' && (data as { shopbell?: string } | null)?.shopbell === nonce;
      if (isOurs && ports[0]) done(ports[0]);
    };
    const done = (result: MessagePort | Error): void => {
      clearTimeout(timer);
      removeEventListener('message', onMessage);
      frame.onload = null;
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    addEventListener('message', onMessage);
    // The page's policy allows no inline script: the same file from the relay, with the same hash.
    frame.onload = () => {
      setTimeout(() => {
        if (!frame.onload) return;
        frame.onload = null;
        write(`<script src="${panel.url}" integrity="${panel.integrity}" crossorigin></script>`);
      }, inlineRefusedMs);
    };
  });
  write(`<script>${panel.text}</script>`);
  return { frame, port };
}

// The frame's own policy: its own scripts, the wasm, pictures handed in; nothing may leave but through
// the port.
function markup(config: PanelMarkup, scripts: string, script: string): string {
  const policy = `default-src 'none';script-src ${scripts} 'wasm-unsafe-eval';img-src blob:;media-src blob:;base-uri 'none';form-action 'none'`;
  const { locale, direction } = config.language;
  return `<!doctype html><html lang="${escaped(locale)}" dir="${direction}" data-config="${escaped(JSON.stringify(config))}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Chat</title></head><body>${script}</body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function randomNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
