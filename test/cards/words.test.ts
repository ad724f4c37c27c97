import { StewardError } from '../../domain/errors';
import { reasonTable, isReasonCode } from '../../domain/reasons';
import { renderRefusalCard } from '../../cards/refusal-card';
import { renderRefusalNote } from '../../cards/refusal-note';
import { sayBytes } from '../../cards/words/bytes';
import { sayCount, sayOrdinal } from '../../cards/words/count';
import { sayDuration } from '../../cards/words/duration';
import { sayFigure } from '../../cards/words/figure';
import { sayInstant } from '../../cards/words/instant';
import { sayFigureBeside } from '../../cards/words/judgement';
import { personName } from '../../cards/words/people';
import { sayPeriod } from '../../cards/words/period';
import { sayReason } from '../../cards/words/reason';
import { sayShare } from '../../cards/words/share';
import { phraseMarkdown, phraseText } from '../../cards/elements/render-phrase';
import { digest } from './release-fixture';

describe('words', () => {
  it.each([
    [400, '0.4 s'],
    [1_449, '1.4 s'],
    [59_990, '59.9 s'],
    [200_000, '3 min 20 s'],
    [7_800_000, '2 h 10 min'],
    [604_800_000, '7 days'],
    [90_000_000, '1 day 1 h'],
    [-5, '0.0 s'],
  ])('duration: %d ms are %s', (ms, said) => {
    const from = '2026-11-23T18:00:00.000Z';
    expect(sayDuration(from, new Date(Date.parse(from) + ms).toISOString())).toBe(said);
  });

  it('duration: says so when a time cannot be read', () => {
    expect(sayDuration('yesterday', '2026-11-23T18:00:00.000Z')).toBe('an unknown time');
  });

  it('instant: is UTC whatever the zone of the text', () => {
    expect(sayInstant('2026-11-23T20:09:30+02:00')).toBe('2026-11-23 18:09 UTC');
    expect(sayInstant('soon')).toBe('at an unknown time');
  });

  it.each([
    [0.531_24, '0.5312'],
    [2.0861e-7, '2.086e-7'],
    [0, '0'],
    [1, '1'],
    [Number.NaN, 'not a number'],
    [Number.POSITIVE_INFINITY, 'not a number'],
  ])('figure: %d is %s', (value, said) => {
    expect(sayFigure(value)).toBe(said);
  });

  it.each([
    [1, '1 byte'],
    [812, '812 bytes'],
    [1_204_224, '1.2 MB'],
    [5e15, '5000 TB'],
  ])('bytes: %d are %s', (bytes, said) => {
    expect(sayBytes(bytes)).toBe(said);
  });

  it('people: two of one name are told apart by their ids', () => {
    const people = { '1111aaaa-0': 'Ana Lee', '2222bbbb-0': 'Ana Lee', '3333cccc-0': 'Bo Kim' };
    expect(personName(people, '1111aaaa-0')).toBe('Ana Lee (1111aaaa)');
    expect(personName(people, '3333cccc-0')).toBe('Bo Kim');
    expect(personName(people, '4444dddd-0')).toBe('person 4444dddd');
    expect(personName(people, 'constructor')).toBe('person construc');
  });
});

describe('reasons', () => {
  it('are filled in, times and digests as people read them', () => {
    const { sentence, cure } = sayReason('approval_expired', { release: 'r17', at: '2026-11-30T18:05:12.123Z' });
    expect(phraseText(sentence)).toBe('The approval of r17 ran out at 2026-11-30 18:05 UTC.');
    expect(phraseText(cure)).toBe('Deploy again to ask anew.');
    const blob = sayReason('image_blob_corrupt', { digest: digest('77a310') }).sentence;
    expect(phraseText(blob)).toContain('The blob 77a310012345 in');
  });

  it('say numbers as all cards do, and with the digits that tell on which side of a limit they lie', () => {
    const said = (more: object) => phraseText(sayReason('judged_close', { window: 6, judged: 1463, ...more }).sentence);
    expect(said({ ks: 0.461234, threshold: 0.45, limit: 0.47 })).toContain('KS 0.4612 over 1,463 rows of window 6');
    expect(said({ ks: 0.4699996, threshold: 0.45, limit: 0.47 })).toContain('KS 0.4699996 over');
    expect(said({ ks: 0.4500004, threshold: 0.45, limit: 0.47 })).toContain('KS 0.4500004 over');
    expect(phraseText(sayReason('port_taken', { port: 7719 }).sentence)).toContain('7719');
  });

  it('keep a hostile detail inside its place', () => {
    const details = { release: '`r17', shown: '**8c1f**[x](y)' };
    const { sentence, cure } = sayReason('approval_outdated', details);
    expect(phraseText(sentence)).toBe('What `r17 would release has changed since that card.');
    expect(phraseMarkdown(cure)).toContain('**approve r17 \\*\\*8c1f\\*\\*\\[x\\](y) -- reason**');
  });

  it('leave a place without its detail visible', () => {
    expect(phraseText(sayReason('release_unknown', {}).sentence)).toBe('There is no release {release} in {project}.');
  });

  it('refusal note: marks what is to be typed as a card does, which Teams shows letter by letter', () => {
    const note = renderRefusalNote(new StewardError('approval_not_waiting', { release: 'r1', state: 'serving' }));
    expect(note).toBe('r1 is not waiting for approval: it is serving. Type "status" to see where it stands.');
  });

  it('refusal card: says for every code what its error says', () => {
    const plain = (text: string) => text.replace(/[`"]/g, '').replace(/\s+/g, ' ').trim();
    for (const reason of Object.keys(reasonTable).filter(isReasonCode)) {
      const error = new StewardError(reason, { release: 'r17' });
      expect(plain(renderRefusalCard(error).text)).toContain(plain(error.message));
    }
  });
});

describe('words of figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_490, '1,490'],
    [1_234_567, '1,234,567'],
  ])('count: %d is %s', (count, said) => {
    expect(sayCount(count)).toBe(said);
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [113, '113th'],
  ])('ordinal: %d is %s', (number, said) => {
    expect(sayOrdinal(number)).toBe(said);
  });

  it.each([
    [0, '0 %'],
    [0.00001, '0.1 %'],
    [0.98188, '98.2 %'],
    [0.99999, '99.9 %'],
    [1, '100 %'],
    [Number.NaN, 'an unknown share'],
  ])('share: %d is %s', (share, said) => {
    expect(sayShare(share)).toBe(said);
  });

  it.each([
    [0.410213, 0.45, '0.4102'],
    [0.44999, 0.45, '0.44999'],
    [0.4500001, 0.45, '0.4500001'],
    [0.45, 0.45, '0.45'],
  ])('figure: %d beside %d is %s', (value, other, said) => {
    expect(sayFigureBeside(value, other)).toBe(said);
  });

  it('period: has seconds where both ends are in one minute', () => {
    expect(sayPeriod('2026-08-01T00:00:00.000Z', '2026-10-31T23:59:00.000Z')).toBe(
      '2026-08-01 00:00 to 2026-10-31 23:59 UTC',
    );
    expect(sayPeriod('2026-08-01T00:00:01.000Z', '2026-08-01T00:00:09.000Z')).toBe(
      '2026-08-01 00:00:01 to 00:00:09 UTC',
    );
    expect(sayPeriod('2026-08-01T17:14:39.100Z', '2026-08-01T17:14:39.900Z')).toBe(
      '2026-08-01 17:14:39 UTC, within a second',
    );
    expect(sayPeriod('never', 'never')).toBe('at an unknown time');
  });
});
