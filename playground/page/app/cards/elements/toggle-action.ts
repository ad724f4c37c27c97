import { CardElement, ToggleVisibilityAction } from 'adaptivecards';

/** The library's toggle, where the button itself says whether what it shows is open. */
export class ToggleAction extends ToggleVisibilityAction {
  #targets(): CardElement[] {
    const root = this.parent?.getRootObject();
    if (!(root instanceof CardElement)) return [];
    return Object.keys(this.targetElements).flatMap((id) => root.getElementById(id) ?? []);
  }

  #say(): void {
    const targets = this.#targets();
    this.renderedElement?.setAttribute('aria-expanded', String(targets.some(({ isVisible }) => isVisible)));
    // The library writes it on what opens, where it means nothing.
    targets.forEach(({ renderedElement }) => renderedElement?.removeAttribute('aria-expanded'));
  }

  override render(): void {
    super.render();
    this.#say();
  }

  override execute(): void {
    super.execute();
    this.#say();
  }
}
