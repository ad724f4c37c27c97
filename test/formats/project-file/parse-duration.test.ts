import { parseDuration } from '../../../formats/project-file/parse-duration';

describe('duration', () => {
  it.each([
    ['7 days', 604_800_000],
    ['1 day', 86_400_000],
    ['36 hours', 129_600_000],
    ['90d', 7_776_000_000],
    ['12h', 43_200_000],
    ['30m', 1_800_000],
    ['45s', 45_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '7', 'd', '1.5 days', '7 d', '7days', '-1d', '1w', '7 days 3 hours'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
