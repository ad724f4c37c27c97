/** A number as people read it: four significant digits, `0.5312`, `2.1e-7`. */
export function sayFigure(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  return String(Number(value.toPrecision(4)));
}
