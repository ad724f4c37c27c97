import { releaseName } from '../domain/ids';
import type { Release } from '../domain/release/release';
import { canMove, type ReleaseState } from '../domain/release/states';
import { exactlyOne, type Tx } from './database';

/** What may change in a release; null clears. Every change counts the revision up. */
export interface ReleaseChange {
  state?: ReleaseState;
  attempt?: number;
  opened_at?: string;
  engine_seen_at?: string;
  evidence?: Release['evidence'];
  image?: Release['image'];
  plan?: Release['plan'];
  previous?: Release['previous'] | null;
  approval?: Release['approval'] | null;
  superseded_by?: number;
  cancel_requested?: Release['cancelRequested'] | null;
  take_over?: Release['takeOver'] | null;
  switching?: boolean;
  ending?: Release['ending'] | null;
  ended_at?: string | null;
  endpoint?: Release['endpoint'];
  verified?: Release['verified'];
}

const jsonColumns: readonly string[] = [
  'evidence',
  'image',
  'plan',
  'previous',
  'approval',
  'cancel_requested',
  'take_over',
  'ending',
  'endpoint',
  'verified',
];

/** Changes a release that the caller holds locked. A state that it cannot go to is a programming error. */
export async function changeRelease(tx: Tx, number: number, change: ReleaseChange): Promise<void> {
  if (change.state !== undefined) await requireMove(tx, number, change.state);
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = entries.map(([column], index) => `${column} = $${index + 2}`);
  const values = entries.map(([column, value]: [string, unknown]) =>
    value !== null && jsonColumns.includes(column) ? JSON.stringify(value) : value,
  );
  await tx.query(`update releases set ${['revision = revision + 1', ...sets].join(', ')} where number = $1`, [
    number,
    ...values,
  ]);
}

async function requireMove(tx: Tx, number: number, to: ReleaseState): Promise<void> {
  const rows = await tx.query<{ state: ReleaseState }>('select state from releases where number = $1', [number]);
  const { state: from } = exactlyOne(rows);
  if (from !== to && !canMove(from, to)) throw new RangeError(`${releaseName(number)} cannot go from ${from} to ${to}`);
}
