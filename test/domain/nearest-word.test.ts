import fc from 'fast-check';
import { nearestWord } from '../../domain/nearest-word';

describe('nearest word', () => {
  const words = ['register', 'reject', 'rollback', 'deploy', 'approve'];

  it.each([
    ['deplyo', 'deploy'],
    ['Aprove', 'approve'],
    ['rolback', 'rollback'],
    ['rejcet', 'reject'],
    ['bananas', undefined],
    ['', undefined],
  ])('of "%s" is %s', (word, expected) => {
    expect(nearestWord(word, words)).toBe(expected);
  });

  it('is the word itself whenever it is in the list', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 10 }), fc.string(), (others, word) => {
        expect(nearestWord(word, [word, ...others])).toBe(word);
      }),
    );
  });
});
