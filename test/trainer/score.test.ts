import { layOutFeatures } from '../../trainer/lay-out-features';
import { binColumns } from '../../trainer/learn/bin-columns';
import type { InputColumn } from '../../trainer/learn/columns';
import { leafValue } from '../../trainer/learn/tree';
import { boost } from '../../trainer/learn/boost';
import { packTrees } from '../../trainer/pack-trees';
import { createScorer, type RawRow } from '../../trainer/score';
import type { ModelInput, ScoringModel } from '../../trainer/scoring-model';
import { readInputs } from '../../trainer/data/read-inputs';
import { readOutcome } from '../../trainer/data/read-outcome';
import { defaultParameters } from '../../trainer/parameters';
import { madeUpInputs, madeUpSpec, madeUpTable } from './made-up-table';

const inputs: readonly ModelInput[] = [
  { name: 'X', type: 'number' },
  { name: 'T', type: 'text', categories: ['a', 'b'] },
];
const outcome = { name: 'GONE', event: '1', other: '0' };
const layout = layOutFeatures(inputs);

/** One tree with one test: above the cut goes right; leaves are log-odds -1 and 1. */
function stump(test: { column: number; bin: number; missingRight: boolean }, cuts: readonly number[]): ScoringModel {
  const tree = {
    column: [test.column, -1, -1],
    bin: [test.bin, 0, 0],
    missingRight: [test.missingRight, false, false],
    left: [1, -1, -1],
    right: [2, -1, -1],
    value: Float64Array.of(0, -1, 1),
  };
  const none = new Uint8Array(0);
  const columns = [
    { kind: 'number', bins: none, binCount: cuts.length + 2, cuts: Float32Array.from(cuts) },
    { kind: 'text', bins: none, binCount: 4, cuts: new Float32Array(0) },
  ] as const;
  return { inputs, outcome, forest: packTrees([tree], 0, columns, layout) };
}

const right = Math.fround(1 / (1 + Math.exp(-1)));
const left = Math.fround(1 / (1 + Math.exp(1)));

describe('createScorer', () => {
  it('createScorer: a value on the cut goes left, the next 32-bit float goes right', () => {
    const score = createScorer(stump({ column: 0, bin: 1, missingRight: false }, [0.1]));
    const cut = Math.fround(0.1);
    expect(score({ X: 0.1 })).toBe(left);
    expect(score({ X: cut })).toBe(left);
    expect(score({ X: cut + 1e-12 })).toBe(left);
    expect(score({ X: cut + 1e-8 })).toBe(right);
    expect(score({ X: -1e300 })).toBe(left);
    expect(score({ X: Infinity })).toBe(right);
  });

  it.each([
    [false, left],
    [true, right],
  ])('createScorer: missing values go where they were learned to go (right: %s)', (missingRight, expected) => {
    const score = createScorer(stump({ column: 0, bin: 1, missingRight }, [0.1]));
    const rows: RawRow[] = [{}, { X: null }, { X: Number.NaN }, { X: '' }, { X: undefined }];
    expect(rows.map(score)).toEqual(rows.map(() => expected));
  });

  it('createScorer: the split "missing or not" takes infinities for present', () => {
    const score = createScorer(stump({ column: 0, bin: 2, missingRight: true }, [0.1]));
    expect([{}, { X: 5 }, { X: Infinity }, { X: -Infinity }].map(score)).toEqual([right, left, left, left]);
  });

  it('createScorer: compares texts exactly; unseen ones are none of the known ones', () => {
    const score = createScorer(stump({ column: 1, bin: 2, missingRight: false }, [0.1]));
    const rows: RawRow[] = [{ T: 'b' }, { T: 'a' }, { T: 'b ' }, { T: 'B' }, { T: 'other' }, { T: '' }, {}];
    expect(rows.map(score)).toEqual([right, left, left, left, left, left, left]);
  });

  it('createScorer: a missing text is not an unseen one', () => {
    const score = createScorer(stump({ column: 1, bin: 0, missingRight: true }, [0.1]));
    const rows: RawRow[] = [{}, { T: '' }, { T: null }, { T: 'other' }, { T: 'a' }];
    expect(rows.map(score)).toEqual([right, right, right, left, left]);
  });

  it('createScorer: refuses values of the wrong type', () => {
    const score = createScorer(stump({ column: 0, bin: 1, missingRight: false }, [0.1]));
    expect(() => score({ X: '5' })).toThrow('X must be a number');
    expect(() => score({ T: 5 })).toThrow('T must be a text');
  });

  it('createScorer: gives for whole packed forests what the grown trees say', () => {
    const table = madeUpTable(600);
    const { columns } = readInputs(table, madeUpInputs);
    const { events } = readOutcome(table, madeUpSpec.contract.outcome);
    const training = Int32Array.from(events, (_, row) => row);
    const binned = binColumns(columns, training, 40);
    const rules = { ...defaultParameters, rounds: 25, seed: 8 };
    const validation = new Int32Array(0);
    const { base, trees } = boost({ columns: binned, events, training, validation, rules, onRound: () => undefined });
    const named = columns.map(toModelInput);
    const forest = packTrees(trees, base, binned, layOutFeatures(named));
    const score = createScorer({ inputs: named, outcome, forest });
    for (const row of training) {
      const logit = trees.reduce((sum, tree) => sum + leafValue(tree, binned, row), base);
      expect(score(rawRow(columns, row))).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6);
    }
    expect(forest.levels.length).toBeGreaterThan(2);
  });
});

function toModelInput(column: InputColumn): ModelInput {
  if (column.kind === 'number') return { name: column.name, type: 'number' };
  return { name: column.name, type: 'text', categories: column.categories };
}

function rawRow(columns: readonly InputColumn[], row: number): RawRow {
  return Object.fromEntries(
    columns.map((column): [string, number | string] => [
      column.name,
      column.kind === 'number' ? (column.values[row] ?? 0) : (column.categories[(column.codes[row] ?? 0) - 1] ?? ''),
    ]),
  );
}
