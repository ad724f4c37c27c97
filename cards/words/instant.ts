import type { Instant } from '../../domain/release/release';

/** `2026-11-23 18:09 UTC`: the same for every reader, in the order that sorts. */
export function sayInstant(instant: Instant): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return 'at an unknown time';
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
