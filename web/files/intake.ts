// SPDX-License-Identifier: Apache-2.0
// Files that come in by pasting and by dropping. Whatever else is pasted or dropped is left alone.

/** On every target at once: the events bubble up to it. */
export function takeFiles(target: EventTarget, add: (files: File[]) => void): () => void {
  const take = (event: Event, data: DataTransfer | null): void => {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  };
  const listeners: Record<string, (event: Event) => void> = {
    paste: (event) => take(event, (event as ClipboardEvent).clipboardData),
    drop: (event) => take(event, (event as DragEvent).dataTransfer),
    // Without this there is no drop.
    dragover: (event) => {
      if ((event as DragEvent).dataTransfer?.types.includes('Files')) event.preventDefault();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) target.removeEventListener(name, listener);
  };
}
