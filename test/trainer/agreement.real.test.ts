import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { separation } from '../../domain/statistics/ks';
import { columnOf, readTable, type Table } from '../../formats/csv/read-table';
import { encodeSavedModel } from '../../formats/saved-model/encode';
import { loadModel } from '../../serving/model-server/load-model';
import { classify } from '../../serving/model-server/score';
import { buildSavedModel } from '../../trainer/export/graph';
import { createRandom } from '../../trainer/learn/random';
import { createScorer, type RawRow } from '../../trainer/score';
import { trainModel } from '../../trainer/train';
import { scratchFolder } from '../support/scratch-folder';
import { runPython, tensorflowPython } from '../support/tensorflow';

const data = process.env['STEWARD_TEST_DATA'];
const ready = data !== undefined && tensorflowPython !== undefined;
const tolerance = 1e-5;

function hmeq(file: string): Table {
  return readTable(readFileSync(join(data ?? '', 'data/hmeq', file)));
}

/** The same rows with a third of the values taken away and some categories that no model has seen. */
function makeHoles(table: Table): Table {
  const random = createRandom(8);
  const cells = table.cells.map((column, at) =>
    column.map((cell) => {
      const chance = random.next();
      if (table.names[at] === 'BAD' || chance > 0.4) return cell;
      return chance < 0.33 || !['JOB', 'REASON'].includes(table.names[at] ?? '') ? '' : 'Astronaut';
    }),
  );
  return { ...table, cells };
}

function writeCsv(table: Table, path: string): void {
  const lines = table.lines.map((_, row) => table.cells.map((column) => column[row]).join(','));
  writeFileSync(path, `${[table.names.join(','), ...lines].join('\n')}\n`);
}

describe('the exported model, TensorFlow, the local model server and the trainer’s scorer', () => {
  const folder = scratchFolder();

  (ready ? it : it.skip)(
    'agree on test.csv, with its own gaps and with many more (skipped where STEWARD_TEST_TENSORFLOW or STEWARD_TEST_DATA is not set)',
    async () => {
      const spec = { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 8 };
      const { model, package: bytes } = trainModel(hmeq('train.csv'), spec);
      const packagePath = join(folder, 'package.zip');
      writeFileSync(packagePath, bytes);
      const score = createScorer(model);
      const served = loadModel(encodeSavedModel(buildSavedModel(model)));

      const test = hmeq('test.csv');
      for (const table of [test, makeHoles(test)]) {
        const rows = table.lines.map((_, row) => readRow(table, row));
        const ours = rows.map(score);
        expect(rows).toHaveLength(596);
        expect(farthest(ours, classifyRows(rows))).toBeLessThan(tolerance);
        if (table === test) expect(ksOf(ours, table)).toBeGreaterThanOrEqual(0.85);
        writeCsv(table, join(folder, 'rows.csv'));
        for (const signature of ['serving_default', 'predict', 'regression'])
          expect(farthest(ours, await askTensorflow(packagePath, signature))).toBeLessThan(tolerance);
      }

      function readRow(table: Table, row: number): RawRow {
        return Object.fromEntries(
          model.inputs.map(({ name, type }): [string, number | string] => {
            const cell = columnOf(table, name)[row] ?? '';
            return [name, type === 'text' || cell === '' ? cell : Number(cell)];
          }),
        );
      }

      /** Numbers with a point, as a client must send them; missing ones left out. */
      function classifyRows(rows: readonly RawRow[]): number[] {
        const examples = rows.map((row) => Object.entries(row).filter(([, value]) => value !== ''));
        const text = examples.map((row) => `{${row.map(([name, value]) => `"${name}":${literal(value)}`).join()}}`);
        const answer = JSON.parse(classify(served, `{"examples":[${text.join()}]}`)) as {
          results: [string, number][][];
        };
        return answer.results.map((row) => row[1]?.[1] ?? Number.NaN);
      }
    },
  );

  async function askTensorflow(packagePath: string, signature: string): Promise<number[]> {
    const script = join(data ?? '', 'tensorflow/verify_savedmodel.py');
    const out = join(folder, 'scores.jsonl');
    await runPython([script, packagePath, '--csv', join(folder, 'rows.csv'), '--signature', signature, '--out', out]);
    const lines = readFileSync(out, 'utf8').trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as { scores: number[] }).scores.at(-1) ?? Number.NaN);
  }
});

function ksOf(scores: readonly number[], table: Table): number | undefined {
  const outcomes = Uint8Array.from(columnOf(table, 'BAD'), Number);
  return separation(Float64Array.from(scores), outcomes).ks;
}

function literal(value: number | string | null | undefined): string {
  return typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : JSON.stringify(value);
}

function farthest(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Infinity;
  return ours.reduce((worst, one, row) => Math.max(worst, Math.abs(one - (theirs[row] ?? Infinity))), 0);
}
