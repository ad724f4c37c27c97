/** `Lena Brandt`, `Lena Brandt and Theo Lind`, `A, B and C`. */
export function listNames(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined || names.length === 1) return last ?? '';
  return `${names.slice(0, -1).join(', ')} and ${last}`;
}
