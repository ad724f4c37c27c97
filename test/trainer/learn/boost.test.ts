import { binColumns } from '../../../trainer/learn/bin-columns';
import { boost, meanLogLoss } from '../../../trainer/learn/boost';
import { createRandom } from '../../../trainer/learn/random';

const rules = { rounds: 40, patience: 5, rowShare: 0.8, seed: 8, depth: 3, shrinkage: 0.3, leafRows: 5, ridge: 1 };
const rows = 400;

/** x tells the outcome with one mistake in ten. */
function makeData() {
  const random = createRandom(5);
  const values = Float32Array.from({ length: rows }, () => random.next());
  const events = Uint8Array.from(values, (value) => (value > 0.6 !== random.next() < 0.1 ? 1 : 0));
  const all = Int32Array.from(events, (_, row) => row);
  return { events, all, columns: binColumns([{ kind: 'number', name: 'x', values }], all, 32) };
}

describe('boost', () => {
  it('boost: lowers the training loss with every full-batch round', () => {
    const { events, all, columns } = makeData();
    const losses: number[] = [];
    boost({
      columns,
      events,
      training: all,
      validation: new Int32Array(0),
      rules: { ...rules, rowShare: 1 },
      onRound: (_, logits) => losses.push(meanLogLoss(logits, events, all) ?? Number.NaN),
    });
    expect(losses).toHaveLength(rules.rounds);
    losses.slice(1).forEach((loss, index) => expect(loss).toBeLessThanOrEqual(losses[index] ?? 0));
    expect(losses.at(-1)).toBeLessThan(0.4);
  });

  it('boost: keeps the rounds up to the lowest validation loss and stops after its patience', () => {
    const { events, all, columns } = makeData();
    const losses: number[] = [];
    const { trees } = boost({
      columns,
      events,
      training: all.slice(0, 200),
      validation: all.slice(200),
      rules: { ...rules, rounds: 500 },
      onRound: (_, __, loss) => losses.push(loss ?? Number.NaN),
    });
    expect(trees).toHaveLength(losses.indexOf(Math.min(...losses)) + 1);
    expect(losses).toHaveLength(trees.length + rules.patience);
  });

  it('boost: keeps no tree when the validation rows say the opposite', () => {
    const { events, all, columns } = makeData();
    const opposite = events.map((event, row) => (row < 200 ? event : 1 - event));
    const { trees } = boost({
      columns,
      events: opposite,
      training: all.slice(0, 200),
      validation: all.slice(200),
      rules,
      onRound: () => undefined,
    });
    expect(trees).toEqual([]);
  });

  it('boost: begins with the log-odds of the training rows', () => {
    const { events, all, columns } = makeData();
    const { base } = boost({
      columns,
      events,
      training: all,
      validation: new Int32Array(0),
      rules: { ...rules, rounds: 1 },
      onRound: () => undefined,
    });
    const share = events.reduce((sum, event) => sum + event, 0) / rows;
    expect(1 / (1 + Math.exp(-base))).toBeCloseTo(share, 12);
  });

  it('boost: the seed decides, and nothing else', () => {
    const { events, all, columns } = makeData();
    const trees = (seed: number) =>
      boost({
        columns,
        events,
        training: all,
        validation: new Int32Array(0),
        rules: { ...rules, seed },
        onRound: () => undefined,
      }).trees;
    expect(trees(8)).toEqual(trees(8));
    expect(trees(9)).not.toEqual(trees(8));
  });

  it('meanLogLoss: does not overflow for sure and wrong scores', () => {
    expect(meanLogLoss(Float64Array.of(1e4, -1e4), Uint8Array.of(0, 1), Int32Array.of(0, 1))).toBe(1e4);
    expect(meanLogLoss(Float64Array.of(0), Uint8Array.of(1), Int32Array.of(0))).toBeCloseTo(Math.LN2);
  });
});
