import { parseInstant } from '../../formats/parse-instant';

describe('parseInstant', () => {
  it.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T18:09:11Z', '2026-11-23T18:09:11.000Z'],
    ['2026-11-23T18:09Z', '2026-11-23T18:09:00.000Z'],
    ['2026-11-23t18:09:11.5z', '2026-11-23T18:09:11.500Z'],
    [' 2026-11-23 18:09:11.123456+00 ', '2026-11-23T18:09:11.123Z'],
    ['2026-11-23T00:30:00+01:00', '2026-11-22T23:30:00.000Z'],
    ['2026-11-23T23:30:00-0530', '2026-11-24T05:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('parseInstant: %s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    ['nothing', ''],
    ['a time of day without its zone', '2026-11-23T18:09:11'],
    ['a day that is in no calendar', '2026-02-30'],
    ['a leap day of another year', '2026-02-29'],
    ['a month 13', '2026-13-01'],
    ['an hour 24', '2026-11-23T24:00:00Z'],
    ['a zone of 24 hours', '2026-11-23T12:00:00+24:00'],
    ['the order of other countries', '23.11.2026'],
    ['a date of slashes', '2026/11/23'],
    ['seconds since 1970', '1795543751'],
    ['the year 26', '0026-11-23'],
    ['more after it', '2026-11-23x'],
  ])('parseInstant: does not take %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
