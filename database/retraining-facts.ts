import type { ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { oneOrNone, type Tx } from './database';
import { findNames } from './people';
import { getProject } from './projects';
import { getRetraining } from './retrainings';
import { findServing } from './servings';

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
  const retraining = await getRetraining(tx, number);
  const { project, environment, requester, cancelRequested, modelCard } = retraining;
  const { file } = await getProject(tx, project);
  const serving = await findServing(tx, project, environment);
  const conversationId = await findConversation(tx, number);
  const callees = requester.kind === 'person' ? [requester.objectId] : file.roles.leader;
  const names = await findNames(tx, [...callees, ...(cancelRequested ? [cancelRequested.by] : [])]);
  return {
    retraining,
    title: file.project,
    people: { ...file.people, ...names },
    mayRequestRelease: await isReleaseOwed(tx, retraining, serving),
    limits: modelCard?.limits ?? [],
    callees,
    ...(modelCard ? { intendedUse: modelCard.intendedUse } : {}),
    ...(conversationId === undefined ? {} : { conversationId }),
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

async function findConversation(tx: Tx, number: number): Promise<string | undefined> {
  const rows = await tx.query<{ conversation_id: string | null }>(
    'select conversation_id from retrainings where number = $1',
    [number],
  );
  return oneOrNone(rows)?.conversation_id ?? undefined;
}
