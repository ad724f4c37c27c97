import { parseTrainingSpec } from '../../../formats/training/parse-training-spec';
import { refusalOf } from '../../support/refusal-of';

const least = { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 8 };
const parse = (value: unknown) => parseTrainingSpec(JSON.stringify(value));

describe('parseTrainingSpec', () => {
  it('parseTrainingSpec: gives back what was asked for, and nothing more', () => {
    const whole = {
      contract: {
        inputs: [
          { name: 'LOAN', type: 'number' },
          { name: 'JOB', type: 'text', categories: ['Mgr'] },
        ],
        outcome: { name: 'BAD', event: '1' },
      },
      seed: 4294967295,
      split: { share: 0.3, timeColumn: 'T', referenceColumn: 'R' },
      parameters: { depth: 4 },
      name: 'champion',
    };
    expect(parse(whole)).toStrictEqual(whole);
    expect(parse(least)).toStrictEqual(least);
  });

  it.each([
    ['a seed below 0', { ...least, seed: -1 }, 'seed'],
    ['a seed beyond 32 bits', { ...least, seed: 2 ** 32 }, 'seed'],
    ['an unknown key', { ...least, sede: 1 }, 'sede'],
    ['a share that leaves no rows', { ...least, split: { share: 0.9 } }, 'split.share'],
    ['a parameter that is text', { ...least, parameters: { depth: '4' } }, 'parameters.depth'],
    ['no contract', { seed: 1 }, 'contract'],
    ['an unknown type', { ...least, contract: { ...least.contract, inputs: [{ name: 'A', type: 'date' }] } }, 'type'],
    [
      'an input twice',
      {
        ...least,
        contract: {
          ...least.contract,
          inputs: [
            { name: 'A', type: 'text' },
            { name: 'A', type: 'number' },
          ],
        },
      },
      'A is there twice',
    ],
    [
      'the outcome as an input',
      { ...least, contract: { ...least.contract, inputs: [{ name: 'BAD', type: 'number' }] } },
      'BAD is not an input',
    ],
    ['a list', [], '(top)'],
  ])('parseTrainingSpec: refuses %s and says where', (_, value, place) => {
    const refusal = refusalOf(() => parse(value));
    expect(refusal.code).toBe('training_spec_invalid');
    expect(refusal.message).toContain(place);
  });

  it('parseTrainingSpec: tells every mistake at once', () => {
    expect(() => parse({ ...least, seed: 'x', split: { share: 2 } })).toThrow(/seed.*split\.share/);
  });

  it('parseTrainingSpec: refuses what is not JSON', () => {
    expect(refusalOf(() => parseTrainingSpec('{')).code).toBe('training_spec_invalid');
  });
});
