import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { takeCandidate } from '../../activities/training/take-candidate';
import { createProgramTrainer } from '../../activities/training/train-by-program';
import { createDatasetStore } from '../../activities/training/dataset-store';
import type { TrainingSpec } from '../../domain/ports/trainer';
import { hashBytes } from '../../formats/hash';
import { inspectPackage } from '../../formats/package/inspect-package';
import { repositoryRoot } from '../support/run-state';
import { scratchFolder } from '../support/scratch-folder';
import { tensorflowPython } from '../support/tensorflow';
import { childEnvironment, createTestRunner, scoreRows } from '../support/training';
import { makeOrder } from '../support/training-order';
import { testData } from '../formats/saved-model/test-models';

const describeWithTensorFlow = tensorflowPython === undefined || testData === undefined ? describe.skip : describe;

const words = [tensorflowPython ?? '', path.join(repositoryRoot, 'docs/examples/trainer-tensorflow/train.py')];
const spec: TrainingSpec = {
  contract: { outcome: { name: 'BAD', event: '1' } },
  seed: 7,
  name: 'hmeq',
  parameters: { epochs: 20 },
};

jest.setTimeout(180_000);

describeWithTensorFlow('the trainer in Python', () => {
  const folder = scratchFolder();
  const store = createDatasetStore({ directory: path.join(folder, 'datasets') });
  const applicants = () => readFileSync(path.join(testData ?? '', 'data/hmeq/train.csv'), 'utf8');

  async function train(text: string) {
    const draft = path.join(folder, 'draft.csv');
    await writeFile(draft, text);
    const dataset = hashBytes(text);
    await store.put(draft, dataset);
    const { order, ...run } = makeOrder(folder, dataset, { spec });
    const trainer = createProgramTrainer(words, { datasets: store, environment: childEnvironment });
    return { ...run, order, ended: trainer(order) };
  }

  it('the trainer in Python: makes a package that is registered as any, and scores its golden rows here', async () => {
    const { ended, order, progress } = await train(applicants());
    await ended;
    expect(progress.at(-1)).toEqual({ progress: 1, round: 20 });
    const { archive, metrics, packageDigest } = await takeCandidate(order.output, order.scratch);
    expect(metrics?.metrics.find(({ name }) => name === 'ks')?.value).toBeGreaterThan(0.55);
    const manifest = await inspectPackage(archive, path.join(order.scratch, 'inspected'));
    expect(manifest.contract.outcome).toEqual({ name: 'BAD', event: '1' });
    expect(manifest.contract.inputs.map(({ name }) => name)).toContain('DEBTINC');
    const work = path.join(folder, 'work');
    await mkdir(work);
    const runner = createTestRunner(async (use) => use(await mkdtemp(path.join(work, 'score-'))));
    const scores = await scoreRows(runner, { archive, manifest }, manifest.goldenRows);
    expect(manifest.goldenRows.length).toBeGreaterThan(3);
    for (const [at, { score }] of manifest.goldenRows.entries())
      expect(Math.abs((scores[at] ?? NaN) - (score ?? NaN))).toBeLessThanOrEqual(manifest.goldenTolerance);
    const again = await train(applicants());
    await again.ended;
    const same = await takeCandidate(again.order.output, again.order.scratch);
    expect(same.packageDigest).toBe(packageDigest);
  });

  it('the trainer in Python: says that data with one outcome cannot train a model', async () => {
    const [header = '', ...rows] = applicants().trim().split('\n');
    const good = rows.filter((row) => row.startsWith('0,')).slice(0, 300);
    const { ended } = await train(`${[header, ...good].join('\n')}\n`);
    await expect(ended).rejects.toMatchObject({ code: 'trainer_unfit', details: { why: 'outcome_not_two' } });
  });
});
