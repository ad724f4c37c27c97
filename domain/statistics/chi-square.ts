/**
 * The value that a chi-square variable with so many degrees of freedom (whole, 1 or more) exceeds once in 20 times. Exact to
 * about twelve digits.
 */
export function chiSquare95(degrees: number): number {
  let low = 0;
  let high = degrees + 20 + 10 * Math.sqrt(degrees);
  for (let round = 0; round < 100; round += 1) {
    const middle = (low + high) / 2;
    if (lowerTail(degrees / 2, middle / 2) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised lower incomplete gamma function by its series, which converges for every x (DLMF 8.11.4). */
function lowerTail(shape: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-16; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * Math.exp(shape * Math.log(x) - x - logGamma(shape + 1));
}

/** Of whole and half numbers, by gamma(x + 1) = x gamma(x) down to gamma(1) = 1 or gamma(1/2) = sqrt(pi). */
function logGamma(x: number): number {
  let sum = 0;
  let rest = x;
  while (rest > 1) {
    rest -= 1;
    sum += Math.log(rest);
  }
  return rest === 1 ? sum : sum + Math.log(Math.PI) / 2;
}
