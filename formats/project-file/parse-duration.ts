const unitMs: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

const shortUnits: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/**
 * `7 days`, `36 hours`, `1 minute`, or `7d`, `36h`, `1m`, as milliseconds; undefined when the text is not a whole number
 * and such a unit.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})(?: (second|minute|hour|day)s?|([smhd]))$/.exec(text.trim());
  const unit = unitMs[match?.[2] ?? shortUnits[match?.[3] ?? ''] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
