import type { Instant } from '../../domain/release/release';
import { sayInstant } from './instant';

/** `2026-08-01 00:00 to 2026-10-31 23:59 UTC`; with seconds where both ends are in the same minute, once where in the same second. */
export function sayPeriod(from: Instant, to: Instant): string {
  const [start, end] = [sayInstant(from), sayInstant(to)];
  if (start !== end) return `${start.replace(/ UTC$/, '')} to ${end}`;
  const ends = [new Date(from), new Date(to)];
  if (ends.some((time) => Number.isNaN(time.getTime()))) return start;
  const [first, last] = ends.map((time) => time.toISOString().slice(11, 19));
  if (first === last) return `${start.slice(0, 10)} ${first} UTC, within a second`;
  return `${start.slice(0, 10)} ${first} to ${last} UTC`;
}
