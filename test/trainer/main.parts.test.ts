import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../support/scratch-folder';
import { madeUpCsv, madeUpSpec } from './made-up-table';

const folder = scratchFolder();
const program = join(__dirname, '../../trainer/main.ts');

interface Ended {
  readonly code: number;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly stderr: string;
}

function runProgram(csv: string, spec: string): Promise<Ended> {
  const dataset = join(folder, 'data.csv');
  writeFileSync(dataset, csv);
  const env = { PATH: process.env['PATH'], STEWARD_DATASET: dataset, STEWARD_SPEC: spec, STEWARD_OUTPUT: folder };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', program], { env }, (error, stdout, stderr) => {
      const lines = stdout.trim().split('\n');
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
        stderr,
      });
    });
  });
}

describe('the trainer program', () => {
  it('the trainer program: says its progress as JSON lines and ends with 0', async () => {
    const { code, lines, stderr } = await runProgram(madeUpCsv(900), JSON.stringify(madeUpSpec));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.at(-2)).toEqual({ progress: 1 });
    expect(lines.at(-1)).toMatchObject({ result: 'done' });
  });

  it('the trainer program: ends with 1 when it is asked wrongly', async () => {
    const { code, lines } = await runProgram(madeUpCsv(900), '{}');
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ result: 'failed', code: 'training_spec_invalid' }]);
  });

  it('the trainer program: ends with 2 when the data is not fit, the reason in the last line', async () => {
    const { code, lines } = await runProgram(madeUpCsv(900).replaceAll('GONE', 'LEFT'), JSON.stringify(madeUpSpec));
    expect(code).toBe(2);
    expect(lines.at(-1)).toMatchObject({ result: 'unfit', code: 'csv_column_missing' });
  });
});
