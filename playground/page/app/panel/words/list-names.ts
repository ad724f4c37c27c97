/** `Lena Brandt`, `Lena Brandt and Theo Lind`, `A, B and C`; or with another word before the last. */
export function listNames(names: readonly string[], before = 'and'): string {
  const last = names.at(-1);
  if (last === undefined || names.length === 1) return last ?? '';
  return `${names.slice(0, -1).join(', ')} ${before} ${last}`;
}
