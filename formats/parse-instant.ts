import type { Instant } from '../domain/release/release';

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?))?$/i;

/**
 * A time by ISO 8601 as an instant in UTC, to the millisecond: a date alone is its midnight UTC, a time of day needs its
 * zone. Undefined for anything else, days that no calendar has included.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute] = match;
  const number = (part: string | undefined): number => Number(part ?? 0);
  const at = [
    number(hour),
    number(minute),
    number(second),
    number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
  ] as const;
  if (at[0] > 23 || at[1] > 59 || at[2] > 59 || number(zoneHour) > 23 || number(zoneMinute) > 59) return undefined;
  const local = new Date(Date.UTC(number(year), number(month) - 1, number(day), ...at));
  // Years below 100 would be taken for those of the last century.
  if (number(year) < 1000 || local.getUTCMonth() !== number(month) - 1 || local.getUTCDate() !== number(day))
    return undefined;
  const ahead = (sign === '-' ? -1 : 1) * (number(zoneHour) * 60 + number(zoneMinute)) * 60_000;
  return new Date(local.getTime() - ahead).toISOString();
}
