import type { Actor } from '../domain/actor';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { retrainingName } from '../domain/ids';
import type { Instant, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { isRecord } from '../formats/is-record';
import { oneOrNone, type Tx } from './database';
import { findNames } from './people';
import { getProject } from './projects';
import { findServing } from './servings';

interface RetrainingRow {
  number: number;
  project: string;
  environment: string;
  requester: Actor;
  reason: string | null;
  alert: number | null;
  conversation_id: string | null;
  requested_at: Instant;
  state: Retraining['state'];
  revision: number;
  policy_hash: Digest;
  gate_window: number | null;
  dataset: Retraining['dataset'] | null;
  spec: Retraining['spec'] | null;
  progress: Retraining['progress'] | null;
  candidate: Retraining['candidate'] | null;
  comparison: Retraining['comparison'] | null;
  version: string | null;
  release: number | null;
  model_card: unknown;
  cancel_requested: Retraining['cancelRequested'] | null;
  ending: Retraining['ending'] | null;
  ended_at: Instant | null;
}

function toRetraining(row: RetrainingRow): Retraining {
  return {
    number: row.number,
    project: row.project,
    environment: row.environment,
    requester: row.requester,
    requestedAt: row.requested_at,
    state: row.state,
    revision: row.revision,
    policyHash: row.policy_hash,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.alert === null ? {} : { alert: row.alert }),
    ...(row.gate_window === null ? {} : { gateWindow: row.gate_window }),
    ...(row.dataset ? { dataset: row.dataset } : {}),
    ...(row.spec ? { spec: row.spec } : {}),
    ...(row.progress ? { progress: row.progress } : {}),
    ...(row.candidate ? { candidate: row.candidate } : {}),
    ...(row.comparison ? { comparison: row.comparison } : {}),
    ...(row.version === null ? {} : { version: row.version }),
    ...(row.release === null ? {} : { release: row.release }),
    ...(row.cancel_requested ? { cancelRequested: row.cancel_requested } : {}),
    ...(row.ending ? { ending: row.ending } : {}),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

/** Throws `retraining_unknown`. */
async function readRow(tx: Tx, number: number): Promise<RetrainingRow> {
  const row = oneOrNone(await tx.query<RetrainingRow>('select * from retrainings where number = $1', [number]));
  if (row) return row;
  throw new StewardError('retraining_unknown', { retraining: retrainingName(number), project: 'any project' });
}

/** Throws `retraining_unknown`. */
export async function readRetraining(tx: Tx, number: number): Promise<Retraining> {
  return toRetraining(await readRow(tx, number));
}

export async function findOpenRetraining(
  tx: Tx,
  project: string,
  environment: string,
): Promise<Retraining | undefined> {
  const rows = await tx.query<RetrainingRow>(
    `select * from retrainings where project = $1 and environment = $2
       and state in ('collecting', 'training', 'checking', 'comparing', 'registering')`,
    [project, environment],
  );
  const row = oneOrNone(rows);
  return row && toRetraining(row);
}

/** All that a retraining's card is drawn from. */
export interface RetrainingFacts {
  readonly retraining: Retraining;
  readonly title: string;
  readonly people: Readonly<Record<string, string>>;
  readonly serving?: ServingRecord;
  readonly mayRequestRelease: boolean;
  readonly limits: readonly string[];
  readonly intendedUse?: string;
  /** Where its card goes, if it was asked for in a conversation. */
  readonly conversationId?: string;
  /** Directory object ids: who asked for it, or, where that was Steward, those who can act on it. */
  readonly callees: readonly string[];
}

/** Throws `retraining_unknown`. */
export async function readRetrainingFacts(tx: Tx, number: number): Promise<RetrainingFacts> {
  const row = await readRow(tx, number);
  const retraining = toRetraining(row);
  const { project, environment, requester, cancelRequested } = retraining;
  const { file } = await getProject(tx, project);
  const serving = await findServing(tx, project, environment);
  const callees = requester.kind === 'person' ? [requester.objectId] : file.roles.leader;
  const names = await findNames(tx, [...callees, ...(cancelRequested ? [cancelRequested.by] : [])]);
  return {
    retraining,
    title: file.project,
    people: { ...file.people, ...names },
    mayRequestRelease: await isReleaseOwed(tx, retraining, serving),
    ...readModelCard(row.model_card),
    callees,
    ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }),
    ...(serving ? { serving } : {}),
  };
}

/** Its version is registered, does not serve, and nobody has asked for its release since. */
async function isReleaseOwed(tx: Tx, retraining: Retraining, serving: ServingRecord | undefined): Promise<boolean> {
  const { project, environment, state, version, release, requestedAt } = retraining;
  if (state !== 'registered' || version === undefined || release !== undefined) return false;
  if (serving?.version === version) return false;
  const asked = await tx.query(
    'select 1 from releases where project = $1 and environment = $2 and version = $3 and requested_at >= $4 limit 1',
    [project, environment, version, requestedAt],
  );
  return asked.length === 0;
}

/** What people are told of a model card; its other parts are on the retraining itself. */
function readModelCard(card: unknown): Pick<RetrainingFacts, 'limits' | 'intendedUse'> {
  if (!isRecord(card)) return { limits: [] };
  const limits = Array.isArray(card['limits']) ? card['limits'].filter((limit) => typeof limit === 'string') : [];
  const use = card['intendedUse'];
  return { limits, ...(typeof use === 'string' ? { intendedUse: use } : {}) };
}
