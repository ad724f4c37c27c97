import { localOps, unsupportedOp } from '../../domain/model-ops';

describe('model ops: what the local model server does not run', () => {
  it('has nothing to say about a model of its own ops', () => {
    expect(unsupportedOp([...localOps])).toBeUndefined();
  });

  it('names the op that tells the kind of model, not the first by name', () => {
    const found = unsupportedOp([
      'Assert',
      'BoostedTreesBucketize',
      'BoostedTreesEnsembleResourceHandleOp',
      'VarHandleOp',
    ]);
    expect(found?.op).toBe('BoostedTreesEnsembleResourceHandleOp');
    expect(found?.runner).toContain('TensorFlow Serving 2.3');
  });

  it.each([
    [['Assert', 'VarHandleOp', 'RestoreV2'], 'VarHandleOp'],
    [['Assert', 'SimpleMLCreateModelResource'], 'SimpleMLCreateModelResource'],
    [['Xlogy', 'Erf', 'Mul'], 'Erf'],
  ])('of %j names %s', (ops, op) => {
    expect(unsupportedOp(ops)?.op).toBe(op);
  });
});
