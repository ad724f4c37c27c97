/** A whole number with its thousands apart: `1,490`. */
export function sayCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 row`, `1,490 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${sayCount(count)} ${count === 1 ? one : many}`;
}
