import { isLocalOp } from '../../../domain/model-ops';
import { encodeSavedModel } from '../../../formats/saved-model/encode';
import { loadModel } from '../../../serving/model-server/load-model';
import { classify, predict, regress } from '../../../serving/model-server/score';
import { buildSavedModel } from '../../../trainer/export/graph';
import { createScorer, type RawRow } from '../../../trainer/score';
import type { ScoringModel } from '../../../trainer/scoring-model';
import { trainModel } from '../../../trainer/train';
import { madeUpSpec, madeUpTable } from '../made-up-table';

const { model } = trainModel(madeUpTable(900), madeUpSpec);
const [meta] = buildSavedModel(model).metaGraphs;

const rows: readonly RawRow[] = [
  {},
  { INCOME: 2500.5, AGE: 30.5, REGION: 'south' },
  { INCOME: 9000.5, AGE: 61.5, REGION: 'east' },
  { INCOME: 9000.5, AGE: 61.5, REGION: 'east ' },
  { INCOME: 9000.5, REGION: 'nowhere' },
  { AGE: 18.5, REGION: 'north' },
  { INCOME: -1e30, AGE: 1e30 },
];

/** What the local model server answers for classify, regress and predict, each row as the event's probability. */
function serve(served: ScoringModel, asked: readonly RawRow[]) {
  const loaded = loadModel(encodeSavedModel(buildSavedModel(served)));
  const body = JSON.stringify({ examples: asked });
  const named = asked.map((row) =>
    Object.fromEntries(served.inputs.map(({ name, type }) => [name, [row[name] ?? (type === 'text' ? '' : null)]])),
  );
  const instances = JSON.stringify({ signature_name: 'predict', instances: named }).replaceAll('null', 'NaN');
  const classified = JSON.parse(classify(loaded, body)) as { results: [string, number][][] };
  const regressed = JSON.parse(
    regress(loaded, JSON.stringify({ ...JSON.parse(body), signature_name: 'regression' })),
  ) as { results: number[] };
  const predicted = JSON.parse(predict(loaded, instances)) as {
    predictions: { probabilities: number[]; classes: string[] }[];
  };
  return { classified: classified.results, regressed: regressed.results, predicted: predicted.predictions };
}

describe('the served graph', () => {
  it('the served graph: is made of ops that the local model server runs', () => {
    const ops = new Set(meta?.graph?.nodes.map(({ op }) => op));
    expect([...ops].filter((op) => !isLocalOp(op))).toEqual([]);
  });

  it('the served graph: has names that differ and inputs that are there', () => {
    const nodes = meta?.graph?.nodes ?? [];
    const names = new Set(nodes.map(({ name }) => name));
    expect(names.size).toBe(nodes.length);
    for (const node of nodes) for (const input of node.inputs) expect(names).toContain(input.split(':')[0]);
    for (const { inputs, outputs } of Object.values(meta?.signatures ?? {}))
      for (const { tensor } of [...Object.values(inputs), ...Object.values(outputs)])
        expect(names).toContain(tensor.split(':')[0]);
  });

  it('the served graph: offers classify by default, and regress and predict', () => {
    expect(Object.entries(meta?.signatures ?? {}).map(([name, { method }]) => [name, method])).toEqual([
      ['serving_default', 'tensorflow/serving/classify'],
      ['classification', 'tensorflow/serving/classify'],
      ['regression', 'tensorflow/serving/regress'],
      ['predict', 'tensorflow/serving/predict'],
    ]);
  });

  it("the served graph: every way in gives the scorer's probability, the other class first", () => {
    const { classified, regressed, predicted } = serve(model, rows);
    rows.map(createScorer(model)).forEach((expected, row) => {
      expect(classified[row]?.map(([label]) => label)).toEqual(['0', '1']);
      expect(classified[row]?.[1]?.[1]).toBeCloseTo(expected, 5);
      expect(classified[row]?.[0]?.[1]).toBeCloseTo(1 - expected, 5);
      expect(regressed[row]).toBeCloseTo(expected, 5);
      expect(predicted[row]?.probabilities[1]).toBeCloseTo(expected, 5);
      expect(predicted[row]?.classes).toEqual(['0', '1']);
    });
    expect(new Set(regressed).size).toBeGreaterThan(4);
  });

  it.each([
    ['one number', [{ name: 'INCOME', type: 'number' }]],
    ['one text', [{ name: 'REGION', type: 'text' }]],
    [
      'two texts and a number',
      [
        { name: 'REGION', type: 'text' },
        { name: 'INCOME', type: 'number' },
        { name: 'CUSTOMER', type: 'text' },
      ],
    ],
  ] as const)('the served graph: stands with %s for inputs', (_, inputs) => {
    const trained = trainModel(madeUpTable(3000), { ...madeUpSpec, contract: { ...madeUpSpec.contract, inputs } });
    const asked = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => inputs.some((input) => input.name === name))),
    );
    const { regressed } = serve(trained.model, asked);
    asked.map(createScorer(trained.model)).forEach((expected, row) => expect(regressed[row]).toBeCloseTo(expected, 5));
  });

  it('the served graph: keeps names with letters of any kind', () => {
    const spec = {
      ...madeUpSpec,
      contract: { ...madeUpSpec.contract, inputs: [{ name: 'Größe/€ x', type: 'number' }] },
    } as const;
    const table = madeUpTable(900);
    const renamed = { ...table, names: table.names.map((name) => (name === 'INCOME' ? 'Größe/€ x' : name)) };
    const trained = trainModel(renamed, spec);
    const { regressed, predicted } = serve(trained.model, [{ 'Größe/€ x': 2000.5 }]);
    expect(regressed[0]).toBeCloseTo(createScorer(trained.model)({ 'Größe/€ x': 2000.5 }), 5);
    expect(predicted[0]?.probabilities[1]).toBe(regressed[0]);
  });
});
