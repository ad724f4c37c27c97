import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectPackage } from '../../formats/package/inspect-package';
import { trainModel } from '../../trainer/train';
import { scratchFolder } from '../support/scratch-folder';
import { madeUpSpec, madeUpTable } from './made-up-table';

const folder = scratchFolder();

describe('a trained package', () => {
  it('a trained package: registration reads contract, call, golden rows and declared metrics from it', async () => {
    const trained = trainModel(madeUpTable(900), { ...madeUpSpec, name: 'leavers' });
    const file = join(folder, 'package.zip');
    writeFileSync(file, trained.package);
    const manifest = await inspectPackage(file, join(folder, 'work'));
    expect(manifest).toMatchObject({
      format: 'sas',
      name: 'leavers',
      tool: { name: 'Steward trainer' },
      contract: {
        inputs: [
          { name: 'INCOME', type: 'number' },
          { name: 'AGE', type: 'number' },
          { name: 'REGION', type: 'text', categories: ['east', 'north', 'south'] },
        ],
        outputs: [{ name: 'P_GONE0' }, { name: 'P_GONE1' }],
        outcome: { name: 'GONE', event: '1' },
      },
      call: {
        method: 'classify',
        signature: 'serving_default',
        rows: 'examples',
        score: { kind: 'label', label: '1' },
      },
      declaredMetrics: trained.metrics.metrics,
    });
    expect(manifest.goldenRows.length).toBeGreaterThanOrEqual(20);
  });
});
