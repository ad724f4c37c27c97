import { describeCommand } from '../../../bot/grammar/describe-command';
import { findNearest } from '../../../bot/grammar/find-nearest';
import { parseInvocation } from '../../../bot/grammar/parse-invocation';
import { specs } from './specs';

describe('findNearest', () => {
  it('prefers a word that is only begun, and gives nothing for what is far away', () => {
    expect(findNearest('roll', ['approve', 'rollback'])).toBe('rollback');
    expect(findNearest('xyz', ['approve', 'rollback'])).toBeUndefined();
    expect(findNearest('a'.repeat(1e6), ['approve'])).toBeUndefined();
  });
});

describe('describeCommand', () => {
  it('says all there is to a command', () => {
    expect(describeCommand(specs[3])).toEqual([
      '`approve <release> [<hash>] -- <reason>`',
      'Short words.',
      'Long words.',
      'Second line.',
      '<release>: the release',
      '<hash>: the hash on its card (may be left out)',
      'A reason is needed; it is kept with the decision.',
      'For example: `approve r17 8c1f -- looks right`',
    ]);
  });

  it('every example parses', () => {
    for (const spec of specs)
      for (const example of spec.examples) {
        const parsed = parseInvocation(example, specs);
        expect(parsed.ok && parsed.invocation.command).toBe(spec.name);
      }
  });
});
