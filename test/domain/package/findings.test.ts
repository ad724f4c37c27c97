import { describePackage } from '../../../domain/package/findings';
import type { PackageManifest } from '../../../domain/package/manifest';

const digest = `sha256:${'a'.repeat(64)}` as const;
const manifest: PackageManifest = {
  format: 'sas',
  packageDigest: digest,
  treeDigest: digest,
  bytes: 24_081,
  files: [{ path: 'champion/model.zip', size: 20_441, sha256: digest }],
  name: 'champion',
  tool: { name: 'Python 3', version: '3.8.5' },
  algorithm: 'Boosted Tree',
  contract: {
    inputs: [
      { name: 'LOAN', type: 'number' },
      { name: 'REASON', type: 'text', categories: ['DebtCon', 'HomeImp'] },
    ],
    outputs: [{ name: 'P_BAD1', type: 'number' }],
    outcome: { name: 'BAD', event: '1' },
  },
  call: { method: 'classify', signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } },
  model: {
    location: { archive: 'champion/model.zip', folder: '1603087114' },
    files: [{ path: 'saved_model.pb', size: 52_317, sha256: digest }],
    tensorflow: '2.3.0',
    signatures: [],
    ops: ['BoostedTreesBucketize', 'Identity'],
    frozen: false,
  },
  goldenRows: [],
  goldenTolerance: 1e-5,
  declaredMetrics: [{ name: 'ks', value: 0.87, dataset: 'validation', rows: 536 }],
  notes: ['Something is odd.'],
};

describe('findings of a package', () => {
  it('say everything that registration sees', () => {
    expect(describePackage(manifest, undefined)).toEqual([
      `Package ${digest}`,
      'SAS Model Manager package, 1 file, 24081 bytes',
      'Model: champion, Boosted Tree',
      'Made with: Python 3 3.8.5',
      'Outcome: BAD, event 1',
      'Inputs (2): LOAN number, REASON text of 2 known values',
      'Outputs (1): P_BAD1 number',
      'Call: classify by signature serving_default (rows by column name); the score is the value of class 1',
      'SavedModel: champion/model.zip / 1603087114, 1 file, 52317 bytes, weights in variables, written by TensorFlow 2.3.0; signatures: none',
      'Ops (2): BoostedTreesBucketize, Identity',
      'Golden rows: none; Verify would check shape and range of made-up rows only (scores not verified)',
      'Declared by the package: ks 0.87 on validation (536 rows)',
      'Note: Something is odd.',
      'Local model server: runs every op of this model',
    ]);
  });

  it('name the op that the local model server lacks and what runs it', () => {
    const lines = describePackage(manifest, { op: 'BoostedTreesBucketize', runner: 'TensorFlow Serving 2.3 runs it.' });
    expect(lines.at(-1)).toBe(
      'Local model server: does not run the op BoostedTreesBucketize. TensorFlow Serving 2.3 runs it.',
    );
  });
});
