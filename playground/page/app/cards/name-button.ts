/** A button as far as its name goes. */
export interface NamedButton {
  readonly title?: string | undefined;
  /** Of `Action.Execute` alone. */
  readonly verb?: string | undefined;
}

/** How the stand-in is told which button was pressed: by its verb; by its title if others have the same verb. */
export function nameButton(button: NamedButton, all: readonly NamedButton[]): string {
  const { title = '', verb } = button;
  if (verb === undefined) return title;
  return all.filter((other) => other.verb === verb).length > 1 ? title : verb;
}
