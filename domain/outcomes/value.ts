const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that an outcome's value is; undefined for texts. */
export function outcomeNumber(value: string): number | undefined {
  const trimmed = value.trim();
  if (!plainNumber.test(trimmed)) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}

/** Numbers are compared as numbers (`1`, `1.0`, ` 1 `), texts letter by letter without the blanks around them. */
export function sameOutcome(left: string, right: string): boolean {
  const [first, second] = [outcomeNumber(left), outcomeNumber(right)];
  if (first !== undefined && second !== undefined) return first === second;
  return left.trim() === right.trim();
}
