// SPDX-License-Identifier: Apache-2.0
// A sign of assets/icons (`?strokes`). Decoration: the button around it has the name.

export function Icon({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg class="icon" style={{ width: size, height: size }} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
