import type { Digest } from '../domain/digest';
import { retrainingName } from '../domain/ids';
import type { Instant } from '../domain/release/release';
import { type Retraining, retrainingMoves, type RetrainingState } from '../domain/retraining/retraining';
import { exactlyOne, type Tx } from './database';

/** What may change in a retraining. Every change counts the revision up. */
export interface RetrainingChange {
  state?: RetrainingState;
  engine_seen_at?: Instant;
  spent_at?: Instant;
  gate_window?: number;
  dataset?: Retraining['dataset'];
  spec?: Retraining['spec'];
  recipe?: Digest;
  progress?: Retraining['progress'];
  candidate?: Retraining['candidate'];
  comparison?: Retraining['comparison'];
  version?: string;
  release?: number;
  model_card?: Retraining['modelCard'];
  cancel_requested?: Retraining['cancelRequested'];
  ending?: Retraining['ending'];
  ended_at?: Instant;
}

const jsonColumns: readonly string[] = [
  'dataset',
  'spec',
  'progress',
  'candidate',
  'comparison',
  'model_card',
  'cancel_requested',
  'ending',
];

/** Changes a retraining that the caller holds locked. A state that it cannot go to is a programming error. */
export async function changeRetraining(tx: Tx, number: number, change: RetrainingChange): Promise<void> {
  if (change.state !== undefined) await requireMove(tx, number, change.state);
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = entries.map(([column], index) => `${column} = $${index + 2}`);
  const values = entries.map(([column, value]: [string, unknown]) =>
    jsonColumns.includes(column) ? JSON.stringify(value) : value,
  );
  await tx.query(`update retrainings set ${['revision = revision + 1', ...sets].join(', ')} where number = $1`, [
    number,
    ...values,
  ]);
}

async function requireMove(tx: Tx, number: number, to: RetrainingState): Promise<void> {
  const rows = await tx.query<{ state: RetrainingState }>('select state from retrainings where number = $1', [number]);
  const { state: from } = exactlyOne(rows);
  if (from !== to && !retrainingMoves[from].includes(to))
    throw new RangeError(`${retrainingName(number)} cannot go from ${from} to ${to}`);
}
