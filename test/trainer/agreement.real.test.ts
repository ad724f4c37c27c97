import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Contract } from '../../domain/package/contract';
import type { ScoreRow } from '../../domain/ports/target';
import { readTable, type Table } from '../../formats/csv/read-table';
import { describeSavedModel } from '../../formats/saved-model/describe';
import { readScores } from '../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../formats/tensorflow-serving/write-request';
import { answerRequest } from '../../serving/model-server/answer-request';
import { loadModel } from '../../serving/model-server/load-model';
import { createScorer } from '../../trainer/score';
import { trainModel } from '../../trainer/train';
import { readTestFile, readZipped, testData } from '../formats/saved-model/test-models';
import { runPython, tensorflowPython } from '../support/tensorflow';

const tolerance = 1e-5;

/** Rows that no file has: nothing given, one thing given, categories never seen, numbers at their ends. */
const oddRows: Record<string, string>[] = [
  {},
  { LOAN: '1100' },
  { REASON: 'DebtCon' },
  { LOAN: '20000', REASON: 'Holiday', JOB: 'Astronaut', DEBTINC: '35' },
  { LOAN: '20000', JOB: 'Büro', VALUE: '100000' },
  { LOAN: '-1', MORTDUE: '1e30', VALUE: '-1e30', DEBTINC: '0', YOJ: '-0.0' },
  { LOAN: '3e38', CLAGE: '1e-40', NINQ: '16777217' },
];

const script = join(testData ?? '.', 'tensorflow', 'verify_savedmodel.py');

interface Signature {
  readonly call: Call;
  /** Which of TensorFlow's scores of a row is the event's. */
  readonly event: number;
}

const base = { signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } } as const;

const signatures: readonly Signature[] = [
  { call: { ...base, method: 'classify' }, event: 1 },
  { call: { ...base, method: 'regress', signature: 'regression', score: { kind: 'value' } }, event: 0 },
  {
    call: {
      method: 'predict',
      signature: 'predict',
      rows: 'named',
      score: { kind: 'output', output: 'probabilities', index: 1 },
    },
    event: 1,
  },
];

function toRecords(table: Table): Record<string, string>[] {
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(table.names.map((name, column) => [name, table.cells[column]?.[row] ?? ''])),
  );
}

function toRow(contract: Contract, record: Readonly<Record<string, string>>): ScoreRow {
  const inputs = contract.inputs.flatMap(({ name, type }) => {
    const cell = record[name] ?? '';
    return cell === '' ? [] : [[name, type === 'number' ? Number(cell) : cell] as const];
  });
  return { inputs: Object.fromEntries(inputs) };
}

function toCsv(names: readonly string[], records: readonly Readonly<Record<string, string>>[]): string {
  const lines = records.map((record) => names.map((name) => record[name] ?? '').join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

function largestDifference(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...ours.map((score, row) => Math.abs(score - (theirs[row] ?? NaN))));
}

describe('the trainer, the local model server and TensorFlow', () => {
  (testData === undefined || tensorflowPython === undefined ? it.skip : it)(
    'give the same scores (skipped where STEWARD_TEST_DATA or STEWARD_TEST_TENSORFLOW is not set)',
    async () => {
      const table = readTable(readTestFile('data/hmeq/train.csv'));
      const trained = trainModel(table, { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 8 });
      const savedModel = await readZipped(trained.package, 'saved_model.pb');
      const { exampleFeatures, signatures: specs } = describeSavedModel(savedModel);
      const contract: Contract = { inputs: exampleFeatures, outputs: [], outcome: { name: 'BAD', event: '1' } };
      const records = [...toRecords(readTable(readTestFile('data/hmeq/test.csv'))), ...oddRows];
      const rows = records.map((record) => toRow(contract, record));
      expect(rows.length).toBe(596 + oddRows.length);
      const own = rows.map(({ inputs }) => inputs).map(createScorer(trained.model));
      const served = { model: loadModel(savedModel), name: 'hmeq', version: '1' };

      const folder = mkdtempSync(join(tmpdir(), 'steward-agreement-'));
      try {
        mkdirSync(join(folder, '1'));
        writeFileSync(join(folder, '1', 'saved_model.pb'), savedModel);
        const csv = join(folder, 'rows.csv');
        writeFileSync(
          csv,
          toCsv(
            contract.inputs.map(({ name }) => name),
            records,
          ),
        );
        for (const { call, event } of signatures) {
          const spec = specs.find(({ name }) => name === call.signature);
          const request = { method: 'POST', url: `/v1/models/hmeq:${call.method}` };
          const score = (some: readonly ScoreRow[]): number[] => {
            const answer = answerRequest(served, { ...request, body: writeRequest(call, contract, some, spec) });
            return readScores(call, answer.body, some.length);
          };
          const together = score(rows);
          const alone = rows.flatMap((row) => score([row]));
          const output = await runPython([script, folder, '--csv', csv, '--signature', call.signature]);
          const theirs = output.trim().split('\n').slice(1);
          const tensorflow = theirs.map((line) => (JSON.parse(line) as { scores: number[] }).scores[event] ?? NaN);

          expect(alone).toEqual(together);
          expect(largestDifference(together, tensorflow)).toBeLessThanOrEqual(tolerance);
          expect(largestDifference(together, own)).toBeLessThanOrEqual(tolerance);
          process.stdout.write(
            `${call.signature}: TensorFlow ${largestDifference(together, tensorflow)}, trainer ${largestDifference(together, own)}\n`,
          );
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    180_000,
  );
});
