import { StewardError } from '../../domain/errors';
import { reasonTable, isReasonCode } from '../../domain/reasons';
import { renderRefusalCard } from '../../cards/refusal-card';
import { sayBytes } from '../../cards/words/bytes';
import { sayDuration } from '../../cards/words/duration';
import { sayFigure } from '../../cards/words/figure';
import { sayInstant } from '../../cards/words/instant';
import { personName } from '../../cards/words/people';
import { sayReason } from '../../cards/words/reason';
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

  it('keep a hostile detail inside its place', () => {
    const details = { release: '`r17', shown: '**8c1f**[x](y)' };
    const { sentence, cure } = sayReason('approval_outdated', details);
    expect(phraseText(sentence)).toBe('What `r17 would release has changed since that card.');
    expect(phraseMarkdown(cure)).toContain('**approve r17 \\*\\*8c1f\\*\\*\\[x\\](y) -- reason**');
  });

  it('leave a place without its detail visible', () => {
    expect(phraseText(sayReason('release_unknown', {}).sentence)).toBe('There is no release {release} in {project}.');
  });

  it('refusal card: says for every code what its error says', () => {
    const plain = (text: string) => text.replace(/[`"]/g, '').replace(/\s+/g, ' ').trim();
    for (const reason of Object.keys(reasonTable).filter(isReasonCode)) {
      const error = new StewardError(reason, { release: 'r17' });
      expect(plain(renderRefusalCard(error).text)).toContain(plain(error.message));
    }
  });
});
