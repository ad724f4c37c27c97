import { TextInput as LibraryTextInput } from 'adaptivecards';

/** The library's text input, where spaces alone are no answer, and which tells a screen reader what it needs. */
export class TextInput extends LibraryTextInput {
  override isSet(): boolean {
    return (this.value ?? '').trim() !== '';
  }

  protected override internalRender(): HTMLElement | undefined {
    const control = super.internalRender();
    if (this.isRequired) control?.setAttribute('aria-required', 'true');
    return control;
  }

  override validateValue(): boolean {
    const valid = super.validateValue();
    this.renderedInputControlElement?.setAttribute('aria-invalid', String(!valid));
    return valid;
  }

  protected override valueChanged(): void {
    super.valueChanged();
    if (this.isSet()) this.renderedInputControlElement?.removeAttribute('aria-invalid');
  }
}
