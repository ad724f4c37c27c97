/** KS and its like with three decimals, all of one length so that they stand below each other: `0.450`. */
export function sayFigure(value: number): string {
  return value.toFixed(3);
}

/** `0.412`; with more decimals where three would hide on which side of the limit it lies. */
export function sayFigureBeside(value: number, limit: number): string {
  if (value === limit) return sayFigure(value);
  for (let decimals = 3; decimals < 16; decimals += 1) {
    const text = value.toFixed(decimals);
    if (Number(text) !== limit && Number(text) > limit === value > limit) return text;
  }
  return String(value);
}
