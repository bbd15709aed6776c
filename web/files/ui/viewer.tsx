// SPDX-License-Identifier: Apache-2.0
// A picture on all of the screen: larger and smaller by buttons, keys (+ − 0), wheel or two fingers;
// arrows go to the next one; Escape, or a press beside it, closes.
import { Component, createRef } from 'preact';

import downIcon from '../../../assets/icons/arrow-down.svg?strokes';
import endIcon from '../../../assets/icons/chevron-end.svg?strokes';
import startIcon from '../../../assets/icons/chevron-start.svg?strokes';
import closeIcon from '../../../assets/icons/close.svg?strokes';
import minusIcon from '../../../assets/icons/minus.svg?strokes';
import plusIcon from '../../../assets/icons/plus.svg?strokes';
import { hexOf } from '../../bridge/bytes';
import { captionOf, safeName } from '../kinds';
import { saveFile } from '../save';
import type { FileRow, FilesContext } from './context';
import { Sign } from './sign';

interface Props {
  /** Those that are here, in their order. */
  rows: FileRow[];
  row: FileRow;
  context: FilesContext;
  onTurn: (row: FileRow) => void;
  onClose: () => void;
}

/** -1: it is not among them, or not any more. */
export function placeOf(rows: readonly FileRow[], row: FileRow): number {
  const id = hexOf(row.file.blob.id);
  return rows.findIndex(({ file }) => hexOf(file.blob.id) === id);
}

const scaleMax = 8;
const step = 1.5;

export class Viewer extends Component<Props, { scale: number }> {
  override state = { scale: 1 };
  readonly #dialog = createRef<HTMLDivElement>();
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #before: Element | null = null;

  override componentDidMount(): void {
    this.#before = document.activeElement;
    this.#dialog.current?.focus();
  }

  override componentWillUnmount(): void {
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  }

  override componentDidUpdate({ row }: Props): void {
    if (row !== this.props.row && this.state.scale !== 1) this.setState({ scale: 1 });
  }

  override render({ rows, row, context, onClose }: Props, { scale }: { scale: number }) {
    const { words, transfers } = context;
    const { url, file } = transfers.incoming(row.file);
    const name = safeName(row.file.name, words.say('picture'));
    const caption = captionOf(row.file);
    return (
      <div class="file-viewer" role="dialog" aria-modal="true" aria-label={`${words.say('viewer')}: ${name}`} tabIndex={-1} ref={this.#dialog} onKeyDown={this.#onKeyDown}>
        <div class="file-viewer-bar">
          <span class="file-name" dir="auto">
            {name}
          </span>
          {this.#button(minusIcon, words.say('zoomOut'), () => this.#zoom(1 / step))}
          {this.#button(plusIcon, words.say('zoomIn'), () => this.#zoom(step))}
          {file && this.#button(downIcon, words.say('save', { name }), () => saveFile(file, name))}
          {this.#button(closeIcon, words.say('close'), onClose)}
        </div>
        <div
          class="file-viewer-stage"
          role="group"
          aria-label={name}
          tabIndex={0}
          onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
          onWheel={this.#onWheel}
          onPointerDown={this.#onPointer}
          onPointerMove={this.#onPointer}
          onPointerUp={this.#onPointerGone}
          onPointerCancel={this.#onPointerGone}
        >
          <img src={url} alt={caption || name} draggable={false} style={{ width: scale > 1 ? `${scale * 100}%` : undefined, maxWidth: scale > 1 ? 'none' : undefined, maxHeight: scale > 1 ? 'none' : undefined }} />
        </div>
        {rows.length > 1 && (
          <div class="file-viewer-turn">
            {this.#button(startIcon, words.say('previous'), () => this.#turn(-1))}
            {this.#button(endIcon, words.say('next'), () => this.#turn(1))}
          </div>
        )}
        {caption && (
          <p class="file-viewer-caption" dir="auto">
            {caption}
          </p>
        )}
      </div>
    );
  }

  #button(icon: string, name: string, onClick: () => void) {
    return (
      <button type="button" class="file-button" aria-label={name} title={name} onClick={onClick}>
        <Sign path={icon} />
      </button>
    );
  }

  #zoom(by: number): void {
    this.setState(({ scale }) => ({ scale: Math.min(scaleMax, Math.max(1, scale * by)) }));
  }

  #turn(by: number): void {
    const { rows, row, onTurn } = this.props;
    const at = placeOf(rows, row);
    const next = rows[(at + by + rows.length) % rows.length];
    if (next) onTurn(next);
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const isRightToLeft = document.documentElement.dir === 'rtl';
    const verbs: Record<string, () => void> = {
      Escape: this.props.onClose,
      '+': () => this.#zoom(step),
      '=': () => this.#zoom(step),
      '-': () => this.#zoom(1 / step),
      '0': () => this.setState({ scale: 1 }),
      ArrowRight: () => this.#turn(isRightToLeft ? -1 : 1),
      ArrowLeft: () => this.#turn(isRightToLeft ? 1 : -1),
      Tab: () => this.#stayInside(event.shiftKey),
    };
    const verb = verbs[event.key];
    if (!verb) return;
    event.preventDefault();
    event.stopPropagation();
    verb();
  };

  #stayInside(isBack: boolean): void {
    const buttons = [...(this.#dialog.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + (isBack ? -1 : 1) + buttons.length) % buttons.length]?.focus();
  }

  readonly #onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && this.state.scale > 1) return;
    event.preventDefault();
    this.#zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  };

  readonly #onPointer = ({ pointerId, clientX, clientY, pointerType, type }: PointerEvent): void => {
    if (pointerType !== 'touch' || (type === 'pointermove' && !this.#pointers.has(pointerId))) return;
    const before = this.#apart;
    this.#pointers.set(pointerId, { x: clientX, y: clientY });
    const now = this.#apart;
    if (type === 'pointermove' && before > 0 && now > 0) this.#zoom(now / before);
  };

  readonly #onPointerGone = ({ pointerId }: PointerEvent): void => void this.#pointers.delete(pointerId);

  // Between two fingers, in pixels; 0 for one.
  get #apart(): number {
    const [a, b] = [...this.#pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }
}
