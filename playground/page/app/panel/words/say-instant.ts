/** `2026-11-23 18:09 UTC`: as Steward's cards have it, the same for every reader. */
export function sayInstant(instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return 'at an unknown time';
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
