// SPDX-License-Identifier: Apache-2.0
// A sign of assets/icons (`?strokes`), of its own here because these parts stand in widget and
// console. Decoration: the button around it has the name.

export function Sign({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg class="file-sign" style={{ width: size, height: size }} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
