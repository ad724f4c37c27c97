import type { BinnedColumn } from './columns';
import { growTree, type GrowthRules } from './grow-tree';
import { layOutHistogram } from './histogram';
import { createRandom } from './random';
import { leafValue, type Tree } from './tree';

export interface BoostRules extends GrowthRules {
  /** Trees to make, at most. */
  readonly rounds: number;
  /** Rounds without a better validation loss before it stops. */
  readonly patience: number;
  /** Share of the training rows that each tree sees. */
  readonly rowShare: number;
  readonly seed: number;
}

export interface BoostInput {
  readonly columns: readonly BinnedColumn[];
  /** 1 for an event, 0 for none, one a row. */
  readonly events: Uint8Array;
  readonly training: Int32Array;
  /** Empty: every round is made and kept. */
  readonly validation: Int32Array;
  readonly rules: BoostRules;
  /** Called after each round with the log-odds of all rows so far and the validation loss. */
  readonly onRound: (round: number, logits: Float64Array, validationLoss: number | undefined) => void;
}

export interface Boosted {
  /** Log-odds before the first tree. */
  readonly base: number;
  /** Up to the round with the lowest validation loss. */
  readonly trees: readonly Tree[];
}

/** Gradient boosting on the log loss. Training rows must hold both classes. */
export function boost({ columns, events, training, validation, rules, onRound }: BoostInput): Boosted {
  const random = createRandom(rules.seed);
  const layout = layOutHistogram(columns);
  const gradients = new Float64Array(events.length);
  const hessians = new Float64Array(events.length);
  const base = logOdds(events, training);
  const logits = new Float64Array(events.length).fill(base);
  const trees: Tree[] = [];
  let bestLoss = meanLogLoss(logits, events, validation) ?? Infinity;
  let bestRound = 0;

  for (let round = 1; round <= rules.rounds; round += 1) {
    derive(logits, events, training, gradients, hessians);
    const rows = training.filter(() => random.next() < rules.rowShare);
    const tree = growTree({ layout, rows, gradients, hessians, rules });
    trees.push(tree);
    for (let row = 0; row < logits.length; row += 1) logits[row]! += leafValue(tree, columns, row);
    const loss = meanLogLoss(logits, events, validation);
    onRound(round, logits, loss);
    if (loss === undefined || loss < bestLoss) {
      bestLoss = loss ?? bestLoss;
      bestRound = round;
    } else if (round - bestRound >= rules.patience) break;
  }
  return { base, trees: trees.slice(0, bestRound) };
}

/** Mean over `rows` of -ln(probability of what happened); undefined without rows. Never overflows. */
export function meanLogLoss(logits: Float64Array, events: Uint8Array, rows: Int32Array): number | undefined {
  if (rows.length === 0) return undefined;
  let sum = 0;
  for (const row of rows) {
    const wrong = events[row] === 1 ? -logits[row]! : logits[row]!;
    sum += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
  }
  return sum / rows.length;
}

function logOdds(events: Uint8Array, rows: Int32Array): number {
  let count = 0;
  for (const row of rows) count += events[row]!;
  return Math.log(count / (rows.length - count));
}

function derive(
  logits: Float64Array,
  events: Uint8Array,
  rows: Int32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (const row of rows) {
    const probability = 1 / (1 + Math.exp(-logits[row]!));
    gradients[row] = probability - events[row]!;
    hessians[row] = probability * (1 - probability);
  }
}
