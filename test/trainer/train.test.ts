import type { GoldenFile } from '../../domain/package/evidence';
import type { TrainingProgress, TrainingSpec } from '../../domain/ports/trainer';
import { readTable, type Table } from '../../formats/csv/read-table';
import { createScorer } from '../../trainer/score';
import { trainModel } from '../../trainer/train';
import { refusalOf } from '../support/refusal-of';
import { madeUpCsv, madeUpSpec, madeUpTable } from './made-up-table';
import { readZip } from './read-zip';

const table = madeUpTable(900);
const whole = trainModel(table, madeUpSpec);

async function readJson(file: string): Promise<unknown> {
  const bytes = (await readZip(whole.package)).get(file);
  return JSON.parse(bytes?.toString('utf8') ?? 'null');
}

function edit(change: (line: string, at: number) => string): Table {
  return readTable(Buffer.from(madeUpCsv(900).trim().split('\n').map(change).join('\n')));
}

describe('trainModel', () => {
  it('trainModel: makes the same package, byte for byte, when it is run again', () => {
    expect(trainModel(madeUpTable(900), madeUpSpec).package.equals(whole.package)).toBe(true);
  });

  it('trainModel: another seed makes another model', () => {
    expect(trainModel(table, { ...madeUpSpec, seed: 9 }).package.equals(whole.package)).toBe(false);
  });

  it('trainModel: ignores columns that are no inputs, and says which', () => {
    const wider = trainModel(
      edit((line, at) => `${at === 0 ? 'EXTRA' : at % 7},${line}`),
      madeUpSpec,
    );
    expect(wider.model).toEqual(whole.model);
    expect(wider.metrics.notes).toContain('Columns that are no inputs: EXTRA, WHEN, CUSTOMER.');
  });

  it('trainModel: a semicolon, a byte order mark and carriage returns change nothing', () => {
    const text = `\ufeff${madeUpCsv(900).replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
    expect(trainModel(readTable(Buffer.from(text)), madeUpSpec).package.equals(whole.package)).toBe(true);
  });

  it('trainModel: finds out the inputs where the specification names none, without time and reference', () => {
    const { contract, ...rest } = madeUpSpec;
    const deduced = trainModel(table, {
      ...rest,
      contract: { outcome: contract.outcome },
      split: { timeColumn: 'WHEN', referenceColumn: 'CUSTOMER' },
    });
    expect(deduced.model.inputs).toEqual([
      { name: 'INCOME', type: 'number' },
      { name: 'AGE', type: 'number' },
      { name: 'REGION', type: 'text', categories: ['east', 'north', 'south'] },
    ]);
    expect(deduced.metrics.split).toMatchObject({ kind: 'time', column: 'WHEN' });
  });

  it('trainModel: learns what is there to learn', () => {
    const score = createScorer(whole.model);
    const risky = score({ AGE: 40, REGION: 'south' });
    const safe = score({ INCOME: 9000, AGE: 40, REGION: 'north' });
    expect(risky).toBeGreaterThan(0.7);
    expect(safe).toBeLessThan(0.25);
  });

  it('trainModel: progress never falls and ends with 1', () => {
    const lines: TrainingProgress[] = [];
    trainModel(table, { ...madeUpSpec, parameters: { rounds: 60, patience: 60, depth: 2 } }, (line) =>
      lines.push(line),
    );
    const shares = lines.map(({ progress }) => progress);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
    expect(lines[0]?.round).toBe(20);
    expect(lines[0]?.validation?.ks).toBeGreaterThan(0.2);
    expect(lines[0]?.validation?.logLoss).toBeLessThan(0.69);
  });

  it.each<[string, Table, Partial<TrainingSpec>, string]>([
    [
      'an outcome that is not there',
      table,
      { contract: { outcome: { name: 'BAD', event: '1' } } },
      'csv_column_missing',
    ],
    ['an event that never happened', table, { contract: { outcome: { name: 'GONE', event: '2' } } }, 'outcome_not_two'],
    ['one class only', edit((line) => line.replace(/^1/, '0')), {}, 'outcome_not_two'],
    ['text in a number', edit((line, at) => (at === 5 ? '1,much,30,south,,' : line)), {}, 'csv_not_a_number'],
    ['no rows', edit((line, at) => (at === 0 ? line : '')), {}, 'csv_empty'],
    ['inputs that tell nothing', edit((line, at) => (at === 0 ? line : `${line[0]},1,1,x,,`)), {}, 'data_not_fit'],
    [
      'no input at all',
      edit((line) => line.slice(0, 4).split(',')[0] ?? ''),
      { contract: { outcome: { name: 'GONE', event: '1' } } },
      'data_not_fit',
    ],
    ['an unknown parameter', table, { parameters: { deepness: 3 } }, 'training_spec_invalid'],
    ['a depth that is no whole number', table, { parameters: { depth: 2.5 } }, 'training_spec_invalid'],
    ['a parameter that is no number', table, { parameters: { ridge: Number.NaN } }, 'training_spec_invalid'],
  ])('trainModel: refuses %s', (_, data, asked, code) => {
    expect(refusalOf(() => trainModel(data, { ...madeUpSpec, ...asked })).code).toBe(code);
  });
});

describe('the package', () => {
  it('the package: holds the model and its descriptions, and nothing else', async () => {
    expect([...(await readZip(whole.package)).keys()].sort()).toEqual([
      '1/saved_model.pb',
      'ModelProperties.json',
      'fileMetadata.json',
      'golden.json',
      'inputVar.json',
      'metrics.json',
      'outputVar.json',
    ]);
  });

  it('the package: describes inputs, outputs and outcome', async () => {
    expect(await readJson('ModelProperties.json')).toMatchObject({
      function: 'classification',
      targetVariable: 'GONE',
      targetEvent: '1',
      targetLevel: 'BINARY',
      eventProbVar: 'P_GONE1',
      tool: 'Steward trainer',
    });
    expect(await readJson('inputVar.json')).toEqual([
      { name: 'INCOME', level: 'interval', type: 'decimal', length: 8 },
      { name: 'AGE', level: 'interval', type: 'decimal', length: 8 },
      { name: 'REGION', level: 'nominal', type: 'string', length: 5, categories: ['east', 'north', 'south'] },
    ]);
    expect(await readJson('outputVar.json')).toMatchObject([{ name: 'P_GONE0' }, { name: 'P_GONE1' }]);
  });

  it('the package: carries the metrics, with data set, rows, split and seed', async () => {
    expect(await readJson('metrics.json')).toEqual(whole.metrics);
    const { metrics, split, confusion, seed } = whole.metrics;
    expect(metrics.map(({ name }) => name)).toEqual(['ks', 'auc', 'gini', 'logLoss']);
    expect(metrics.every((one) => one.dataset === 'validation' && one.rows === split.validationRows)).toBe(true);
    expect(split).toMatchObject({ kind: 'hash' });
    expect(split.trainingRows + split.validationRows).toBe(900);
    expect(seed).toBe(8);
    const [{ truePositives, falseNegatives, falsePositives, trueNegatives, cutOff } = { cutOff: 0 }] = confusion;
    expect((truePositives ?? 0) + (falseNegatives ?? 0)).toBe(split.validationEvents);
    expect((falsePositives ?? 0) + (trueNegatives ?? 0)).toBe(split.validationRows - split.validationEvents);
    const [ks] = metrics;
    const caught = (truePositives ?? 0) / split.validationEvents;
    const blamed = (falsePositives ?? 0) / (split.validationRows - split.validationEvents);
    expect(caught - blamed).toBeCloseTo(ks?.value ?? 0, 12);
    expect(cutOff).toBeGreaterThan(0);
  });

  it('the package: has golden rows that cover missing and unseen values and repeat no training row', async () => {
    const golden = (await readJson('golden.json')) as GoldenFile;
    expect(golden.rows.length).toBeGreaterThanOrEqual(20);
    expect(golden.rows.length).toBeLessThanOrEqual(50);
    const score = createScorer(whole.model);
    for (const row of golden.rows) expect(score(row.inputs)).toBe(row.score);
    const regions = golden.rows.map(({ inputs }) => inputs['REGION']);
    expect(regions).toEqual(expect.arrayContaining(['north', 'Unseen', null]));
    expect(golden.rows[0]?.inputs).toEqual({ INCOME: null, AGE: null, REGION: null });
    const real = new Set(
      madeUpCsv(900)
        .split('\n')
        .map((line) => line.split(',').slice(1, 4).join()),
    );
    const made = golden.rows.slice(1).map(({ inputs }) => [inputs['INCOME'], inputs['AGE'], inputs['REGION']].join());
    expect(made.filter((row) => real.has(row))).toEqual([]);
    expect(new Set(made).size).toBe(made.length);
  });
});
