import { findLostImages } from '../../../domain/images/find-lost';
import { type CheckedImage, chooseKept } from '../../../domain/images/kept-image';
import { stepImageAlert } from '../../../domain/images/step-image-alert';
import type { Digest } from '../../../domain/digest';

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const served = (release: number, version: string, letter: string) => ({
  ...{ release, version, packageDigest: digest('9'), imageDigest: digest(letter) },
  since: '2026-11-24T07:00:00.000Z',
});
const lost = (letter: string, more: Partial<CheckedImage> = {}): CheckedImage => ({
  ...{ release: 3, version: 'v3', image: digest(letter), serves: false },
  lost: [{ part: 'manifest', digest: digest(letter) }],
  ...more,
});

describe('the images that are looked after', () => {
  it('are those of the last five releases, the newest first, each once', () => {
    const history = ['a', 'b', 'c', 'b', 'd', 'e', 'f'].map((letter, at) => served(at + 1, `v-${letter}`, letter));
    expect(chooseKept(history).map(({ release, version }) => [release, version])).toEqual([
      ...[
        [7, 'v-f'],
        [6, 'v-e'],
        [5, 'v-d'],
        [4, 'v-b'],
        [3, 'v-c'],
      ],
    ]);
    expect(chooseKept([])).toEqual([]);
  });

  it('are told apart by their tag: the same image under another version is asked for as well', () => {
    expect(chooseKept([served(1, 'v1', 'a'), served(2, 'v2', 'a')])).toHaveLength(2);
  });
});

describe('the alert about lost images', () => {
  it('is raised once, updated when it says something else, and closed when all are there', () => {
    expect(stepImageAlert([], undefined)).toBe('none');
    expect(stepImageAlert([lost('a')], undefined)).toBe('raise');
    expect(stepImageAlert([lost('a')], { state: 'open', images: [lost('a')] })).toBe('none');
    expect(stepImageAlert([lost('a'), lost('b')], { state: 'open', images: [lost('a')] })).toBe('update');
    expect(stepImageAlert([lost('a', { serves: true })], { state: 'open', images: [lost('a')] })).toBe('update');
    expect(stepImageAlert([], { state: 'snoozed', images: [lost('a')] })).toBe('close');
  });

  it('calls people again who had it in hand for another image, not for fewer', () => {
    expect(stepImageAlert([lost('b')], { state: 'acknowledged', images: [lost('a')] })).toBe('reopen');
    expect(stepImageAlert([lost('a')], { state: 'snoozed', images: [lost('a'), lost('b')] })).toBe('update');
  });

  it('names what is lost of each image, and leaves out what is whole', () => {
    const parts: CheckedImage['lost'] = [
      { part: 'tag', digest: digest('a') },
      { part: 'config', digest: digest('1') },
      { part: 'layer', digest: digest('2') },
      { part: 'layer', digest: digest('3') },
    ];
    const found = findLostImages('production', [lost('a', { serves: true, lost: parts }), lost('b', { lost: [] })]);
    expect(found).toEqual([
      {
        code: 'image_lost_serving',
        details: {
          ...{ environment: 'production', release: 'r3', version: 'v3', image: 'aaaaaaaaaaaa' },
          what: 'the tag, the config and 2 layers',
        },
      },
    ]);
  });
});
