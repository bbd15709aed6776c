// SPDX-License-Identifier: Apache-2.0
// The panel's place on the screen. On a phone it is a sheet over the whole screen that follows the
// visible part of the page (the keyboard covers the rest), and the page below does not scroll.

const phone = matchMedia('(max-width: 479.98px), (max-height: 519.98px) and (pointer: coarse)');

export class Sheet {
  readonly #follow = (): void => this.#place();
  #overflow = '';
  #isLocked = false;

  constructor(private readonly element: HTMLElement) {}

  show(): void {
    this.element.classList.add('shown');
    this.#follow();
    phone.addEventListener('change', this.#follow);
    visualViewport?.addEventListener('resize', this.#follow);
    visualViewport?.addEventListener('scroll', this.#follow);
  }

  hide(): void {
    this.element.classList.remove('shown');
    phone.removeEventListener('change', this.#follow);
    visualViewport?.removeEventListener('resize', this.#follow);
    visualViewport?.removeEventListener('scroll', this.#follow);
    this.#lockPage(false);
  }

  #place(): void {
    const view = visualViewport;
    this.element.style.setProperty('--sb-top', `${view?.offsetTop ?? 0}px`);
    this.element.style.setProperty('--sb-height', `${view?.height ?? innerHeight}px`);
    this.#lockPage(phone.matches);
  }

  #lockPage(locked: boolean): void {
    if (locked === this.#isLocked) return;
    this.#isLocked = locked;
    const { style } = document.documentElement;
    if (locked) this.#overflow = style.overflow;
    style.overflow = locked ? 'hidden' : this.#overflow;
  }
}
