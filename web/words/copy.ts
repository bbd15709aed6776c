// SPDX-License-Identifier: Apache-2.0
// Puts text on the clipboard. A frame without an origin may not by itself, but may in the press of a
// button, the old way.

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const held = document.activeElement as HTMLElement | null;
    const box = document.createElement('textarea');
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
    held?.focus({ preventScroll: true });
  }
}
