/** Gives a decimal token its fraction: without one TensorFlow Serving takes it for an integer. */
function withFraction(token: string): string {
  return /[.e]/.test(token) ? token : `${token}.0`;
}

function writeSpecial(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  return Object.is(value, -0) ? '-0.0' : undefined;
}

/** A double as a JSON token that is a decimal to every reader: `1100.0`, `-0.0`, `1e+21`, `NaN`, `-Infinity`. */
export function writeDecimal(value: number): string {
  return writeSpecial(value) ?? withFraction(String(value));
}

/** The shortest decimal token that reads back as the same 32-bit float: `0.1`, not `0.10000000149011612`. */
export function writeFloat32(value: number): string {
  const special = writeSpecial(value);
  if (special !== undefined) return special;
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return withFraction(String(short));
  }
  return withFraction(String(Number(value.toPrecision(9))));
}
