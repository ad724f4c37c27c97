import { PlaygroundFailure } from '../../../playground/client/failure';
import { parseOptions } from '../../../playground/story/options';

describe('story: options', () => {
  it('takes files relative to where it was called', () => {
    expect(parseOptions(['--data', '../hmeq', '--json', 'out.json', '--keep'], '/a/b')).toEqual({
      data: '/a/hmeq',
      json: '/a/b/out.json',
      keep: true,
      by: 'clicks',
    });
    expect(parseOptions(['--by', 'text'], '/a')).toEqual({ keep: false, by: 'text' });
    expect(parseOptions(['-h'], '/a')).toBeUndefined();
  });

  it.each([['--dta', 'x'], ['--data'], ['left over'], ['--by', 'mail']])('refuses %s with the usage', (...words) => {
    expect(() => parseOptions(words, '/a')).toThrow(PlaygroundFailure);
    expect(() => parseOptions(words, '/a')).toThrow(/npm run demo/);
  });
});
