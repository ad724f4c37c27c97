const unitMs: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** `7 days`, `36 hours`, `1 minute` as milliseconds; undefined when the text is not a whole number and such a unit. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6}) (second|minute|hour|day)s?$/.exec(text.trim());
  const unit = unitMs[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
