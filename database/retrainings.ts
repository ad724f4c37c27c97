import type { Actor } from '../domain/actor';
import { canonicalJson, type Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { retrainingName } from '../domain/ids';
import type { Instant } from '../domain/release/release';
import type { Retraining, RetrainingState } from '../domain/retraining/retraining';
import { exactlyOne, oneOrNone, type Tx } from './database';

interface RetrainingRow {
  number: number;
  project: string;
  environment: string;
  requester: Actor;
  reason: string | null;
  alert: number | null;
  requested_at: Instant;
  state: RetrainingState;
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
  model_card: Retraining['modelCard'] | null;
  cancel_requested: Retraining['cancelRequested'] | null;
  ending: Retraining['ending'] | null;
  ended_at: Instant | null;
}

/** Drops the keys whose value is null or undefined, so that absent stays absent in the domain. */
function present<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
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
    ...present({
      reason: row.reason,
      alert: row.alert,
      gateWindow: row.gate_window,
      dataset: row.dataset,
      spec: row.spec,
      progress: row.progress,
      candidate: row.candidate,
      comparison: row.comparison,
      version: row.version,
      release: row.release,
      modelCard: row.model_card,
      cancelRequested: row.cancel_requested,
      ending: row.ending,
      endedAt: row.ended_at,
    }),
  };
}

async function readRetrainings(tx: Tx, where: string, values: readonly unknown[]): Promise<Retraining[]> {
  return (await tx.query<RetrainingRow>(`select * from retrainings where ${where}`, values)).map(toRetraining);
}

export async function findRetraining(tx: Tx, number: number): Promise<Retraining | undefined> {
  return oneOrNone(await readRetrainings(tx, 'number = $1', [number]));
}

/** Throws `retraining_unknown`. */
export async function getRetraining(tx: Tx, number: number): Promise<Retraining> {
  return required(await findRetraining(tx, number), number);
}

/** Reads a retraining and holds its row until commit: every change of one goes through this lock. */
export async function lockRetraining(tx: Tx, number: number): Promise<Retraining> {
  return required(oneOrNone(await readRetrainings(tx, 'number = $1 for update', [number])), number);
}

function required(found: Retraining | undefined, number: number): Retraining {
  if (found) return found;
  throw new StewardError('retraining_unknown', { retraining: retrainingName(number), project: 'any project' });
}

const open = `state in ('collecting', 'training', 'checking', 'comparing', 'registering')`;

export async function findOpenRetraining(
  tx: Tx,
  project: string,
  environment: string,
): Promise<Retraining | undefined> {
  return oneOrNone(await readRetrainings(tx, `project = $1 and environment = $2 and ${open}`, [project, environment]));
}

/** Newest first; of one environment, or of all of the project. */
export function listRetrainings(
  tx: Tx,
  project: string,
  { environment, limit }: { readonly environment?: string; readonly limit: number },
): Promise<Retraining[]> {
  const where = 'project = $1 and ($2::text is null or environment = $2) order by number desc limit $3';
  return readRetrainings(tx, where, [project, environment ?? null, limit]);
}

export interface OpenRetraining {
  readonly retraining: Retraining;
  /** Whether the engine has run it. */
  readonly seen: boolean;
}

/** Every open retraining of every project, for the reconcile sweep. */
export async function listOpenRetrainings(tx: Tx): Promise<OpenRetraining[]> {
  const rows = await tx.query<RetrainingRow & { engine_seen_at: Instant | null }>(
    `select * from retrainings where ${open} order by number`,
  );
  return rows.map((row) => ({ retraining: toRetraining(row), seen: row.engine_seen_at !== null }));
}

/** The retraining that made a version; undefined for one that was registered by people. */
export async function findRetrainingOf(tx: Tx, project: string, version: string): Promise<Retraining | undefined> {
  const where = 'project = $1 and version = $2 order by number limit 1';
  return oneOrNone(await readRetrainings(tx, where, [project, version]));
}

/** The retrainings that made these versions. */
export function listRetrainingsOf(tx: Tx, project: string, versions: readonly string[]): Promise<Retraining[]> {
  return readRetrainings(tx, 'project = $1 and version = any($2) order by number desc', [project, versions]);
}

/** Endings that the same rows, specification and trainer would come to again. */
const answered = [
  'trainer_unfit',
  'candidate_missing',
  'candidate_refused',
  'candidate_breaks_contract',
  'candidate_golden_differs',
];

/** An earlier attempt of the environment with the same recipe that has its answer: the same again would end the same. */
export async function findSameRecipe(tx: Tx, retraining: Retraining, recipe: Digest): Promise<number | undefined> {
  const rows = await tx.query<{ number: number }>(
    `select number from retrainings where project = $1 and environment = $2 and recipe = $3 and number <> $4
       and (state in ('registered', 'not_better') or (state = 'failed' and ending->>'code' = any($5)))
     order by number desc limit 1`,
    [retraining.project, retraining.environment, recipe, retraining.number, answered],
  );
  return rows[0]?.number;
}

export async function drawRetrainingNumber(tx: Tx): Promise<number> {
  return exactlyOne(await tx.query<{ number: number }>(`select nextval('retraining_numbers') as number`)).number;
}

export interface NewRetraining {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly requester: Actor;
  readonly reason?: string;
  /** The alert that led to it. */
  readonly alert?: number;
  readonly conversationId?: string;
  readonly requestedAt: Instant;
}

export async function insertRetraining(tx: Tx, retraining: NewRetraining, policyHash: Digest): Promise<void> {
  await tx.query(
    `insert into retrainings (number, project, environment, requester, reason, alert, conversation_id, requested_at,
       state, policy_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, 'collecting', $9)`,
    [
      retraining.number,
      retraining.project,
      retraining.environment,
      canonicalJson(retraining.requester as unknown as Json),
      retraining.reason ?? null,
      retraining.alert ?? null,
      retraining.conversationId ?? null,
      retraining.requestedAt,
      policyHash,
    ],
  );
}
