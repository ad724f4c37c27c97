/** `97 %`, rounded down so that 100 % is all of it; some, but hardly any, is `less than 1 %`. */
export function sayShare(part: number, whole: number): string {
  if (whole <= 0) return 'none';
  const percent = Math.floor((100 * part) / whole);
  return percent === 0 && part > 0 ? 'less than 1 %' : `${percent} %`;
}
