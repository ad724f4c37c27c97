import { type BaseQuestion, chooseBase } from '../../domain/choose-base';
import type { BaseRule } from '../../domain/project';
import { refusalOf } from '../support/refusal-of';

const image = (reference: string): BaseRule['base'] => ({ kind: 'image', reference });

function question(ops: readonly string[], tensorflow?: string, target: BaseQuestion['target'] = 'kubernetes') {
  const model = {
    ...{ location: { folder: '' }, files: [], signatures: [], frozen: false, ops },
    ...(tensorflow === undefined ? {} : { tensorflow }),
  };
  return {
    manifest: { packageDigest: `sha256:${'0'.repeat(64)}`, model },
    target,
    version: 'v4',
    environment: 'p',
  } as const;
}

describe('the base image of a model', () => {
  const bases: readonly BaseRule[] = [
    { when: { target: 'local' }, base: { kind: 'scratch' } },
    { when: { ops: ['BoostedTrees*', 'StaticRegexReplace'], tensorflow: '2.3' }, base: image('old') },
    { when: { ops: ['Identity'] }, base: image('plain') },
    { base: image('current') },
  ];

  it.each([
    ['the first rule that fits', question(['BoostedTreesPredict', 'Identity'], '2.3.0'), image('old')],
    ['an op by its whole name', question(['StaticRegexReplace'], '2.3.4-rc1'), image('old')],
    ['not an op that only begins like a whole name', question(['StaticRegexReplaceV2'], '2.3.0'), image('current')],
    ['not another version that begins alike', question(['BoostedTreesPredict'], '2.30.1'), image('current')],
    ['not a model that tells no version', question(['BoostedTreesPredict']), image('current')],
    ['by the kind of target', question(['BoostedTreesPredict'], '2.3.0', 'local'), { kind: 'scratch' }],
    ['all conditions must hold', question(['Identity'], '2.3.0'), image('plain')],
  ])('the base image of a model: %s', (_, asked, expected) => {
    expect(chooseBase(bases, asked).base).toEqual(expected);
  });

  it('the base image of a model: says what no rule fits', () => {
    expect(refusalOf(() => chooseBase(bases.slice(0, 3), question(['MatMul'], '2.16.1')))).toMatchObject({
      code: 'base_rule_missing',
      details: { version: 'v4', environment: 'p', target: 'kubernetes', tensorflow: '2.16.1', ops: 1 },
    });
  });
});
