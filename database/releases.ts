import type { Actor } from '../domain/actor';
import { canonicalJson, type Json } from '../domain/canonical-json';
import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { releaseName } from '../domain/ids';
import type { Release, StepRecord } from '../domain/release/release';
import type { ReleaseState } from '../domain/release/states';
import { releaseSteps } from '../domain/release/steps';
import { exactlyOne, oneOrNone, type Tx } from './database';

interface ReleaseRow {
  number: number;
  project: string;
  environment: string;
  kind: Release['kind'];
  version: string;
  package_digest: Digest;
  modeller: string;
  requester: Actor;
  reason: string | null;
  requested_at: string;
  state: ReleaseState;
  attempt: number;
  revision: number;
  evidence: Release['evidence'] | null;
  image: Release['image'] | null;
  plan: Release['plan'] | null;
  previous: Release['previous'] | null;
  approval: Release['approval'] | null;
  superseded_by: number | null;
  cancel_requested: Release['cancelRequested'] | null;
  take_over: Release['takeOver'] | null;
  ending: Release['ending'] | null;
  ended_at: string | null;
  endpoint: Release['endpoint'] | null;
  verified: Release['verified'] | null;
}

interface StepRow {
  release: number;
  step: StepRecord['step'];
  state: StepRecord['state'];
  detail: string | null;
  started_at: string | null;
  ended_at: string | null;
}

/** Drops the keys whose value is null or undefined, so that absent stays absent in the domain. */
function present<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function toStep(row: StepRow): StepRecord {
  const optional = present({ detail: row.detail, startedAt: row.started_at, endedAt: row.ended_at });
  return { step: row.step, state: row.state, ...optional };
}

function toRelease(row: ReleaseRow, steps: readonly StepRow[]): Release {
  const known = new Map(steps.map((step) => [step.step, toStep(step)]));
  return {
    number: row.number,
    project: row.project,
    environment: row.environment,
    kind: row.kind,
    version: row.version,
    packageDigest: row.package_digest,
    requester: row.requester,
    modeller: row.modeller,
    requestedAt: row.requested_at,
    state: row.state,
    attempt: row.attempt,
    revision: row.revision,
    steps: releaseSteps.map((step) => known.get(step) ?? { step, state: 'open' }),
    ...present({
      reason: row.reason,
      evidence: row.evidence,
      image: row.image,
      plan: row.plan,
      previous: row.previous,
      approval: row.approval,
      supersededBy: row.superseded_by,
      cancelRequested: row.cancel_requested,
      takeOver: row.take_over,
      ending: row.ending,
      endedAt: row.ended_at,
      endpoint: row.endpoint,
      verified: row.verified,
    }),
  };
}

async function readReleases(tx: Tx, where: string, values: readonly unknown[]): Promise<Release[]> {
  const rows = await tx.query<ReleaseRow>(`select * from releases where ${where}`, values);
  if (rows.length === 0) return [];
  const steps = await tx.query<StepRow>('select * from release_steps where release = any($1)', [
    rows.map((row) => row.number),
  ]);
  return rows.map((row) =>
    toRelease(
      row,
      steps.filter((step) => step.release === row.number),
    ),
  );
}

export async function findRelease(tx: Tx, number: number): Promise<Release | undefined> {
  return oneOrNone(await readReleases(tx, 'number = $1', [number]));
}

/** Throws `release_unknown`. */
export async function getRelease(tx: Tx, number: number): Promise<Release> {
  const release = await findRelease(tx, number);
  if (!release) throw new StewardError('release_unknown', { release: releaseName(number), project: 'any project' });
  return release;
}

/** Reads a release and holds its row until commit: every change of a release goes through this lock. */
export async function lockRelease(tx: Tx, number: number): Promise<Release> {
  const release = oneOrNone(await readReleases(tx, 'number = $1 for update', [number]));
  if (!release) throw new StewardError('release_unknown', { release: releaseName(number), project: 'any project' });
  return release;
}

export async function findOpenRelease(tx: Tx, project: string, environment: string): Promise<Release | undefined> {
  const where = `project = $1 and environment = $2 and state in ('preparing', 'waiting', 'approved')`;
  return oneOrNone(await readReleases(tx, where, [project, environment]));
}

/** The newest of an environment, open or ended. */
export async function findNewestRelease(tx: Tx, project: string, environment: string): Promise<Release | undefined> {
  const where = 'project = $1 and environment = $2 order by number desc limit 1';
  return oneOrNone(await readReleases(tx, where, [project, environment]));
}

/** Newest first. */
export function listReleases(tx: Tx, project: string, limit: number): Promise<Release[]> {
  return readReleases(tx, 'project = $1 order by number desc limit $2', [project, limit]);
}

export async function countReleases(tx: Tx, project: string): Promise<number> {
  const rows = await tx.query<{ count: number }>('select count(*) from releases where project = $1', [project]);
  return exactlyOne(rows).count;
}

export interface OpenRelease {
  readonly release: Release;
  /** When it was requested, or reopened by its last retry. */
  readonly openedAt: string;
  /** Whether the engine has run it since then. */
  readonly seen: boolean;
}

/** Every open release of every project, for the reconcile sweep. */
export async function listOpenReleases(tx: Tx): Promise<OpenRelease[]> {
  const where = `state in ('preparing', 'waiting', 'approved') order by number`;
  const releases = await readReleases(tx, where, []);
  const rows = await tx.query<{ number: number; opened_at: string; engine_seen_at: string | null }>(
    'select number, opened_at, engine_seen_at from releases where number = any($1)',
    [releases.map((release) => release.number)],
  );
  const known = new Map(rows.map((row) => [row.number, row]));
  return releases.map((release) => {
    const row = known.get(release.number);
    const openedAt = row?.opened_at ?? release.requestedAt;
    return { release, openedAt, seen: (row?.engine_seen_at ?? '') >= openedAt };
  });
}

/** Releases that serve, but whose last step was never done. */
export function listUnrecordedReleases(tx: Tx): Promise<Release[]> {
  const recorded = `exists (select from release_steps s where s.release = number and s.step = 'record' and s.state = 'done')`;
  return readReleases(tx, `state = 'serving' and not ${recorded} order by number limit 100`, []);
}

export async function drawReleaseNumber(tx: Tx): Promise<number> {
  return exactlyOne(await tx.query<{ number: number }>(`select nextval('release_numbers') as number`)).number;
}

export interface NewRelease {
  readonly number: number;
  readonly project: string;
  readonly environment: string;
  readonly kind: Release['kind'];
  readonly version: string;
  readonly packageDigest: Digest;
  readonly modeller: string;
  readonly requester: Actor;
  readonly reason?: string;
  readonly conversationId?: string;
  readonly requestedAt: string;
}

export async function insertRelease(tx: Tx, release: NewRelease): Promise<void> {
  await tx.query(
    `insert into releases (number, project, environment, kind, version, package_digest, modeller, requester, reason,
       conversation_id, requested_at, opened_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 'preparing')`,
    [
      release.number,
      release.project,
      release.environment,
      release.kind,
      release.version,
      release.packageDigest,
      release.modeller,
      canonicalJson(release.requester as unknown as Json),
      release.reason ?? null,
      release.conversationId ?? null,
      release.requestedAt,
    ],
  );
}

/** Where a release's card and words go, when it was asked for in a conversation. */
export async function findReleaseConversation(tx: Tx, number: number): Promise<string | undefined> {
  const rows = await tx.query<{ conversation_id: string | null }>(
    'select conversation_id from releases where number = $1',
    [number],
  );
  return oneOrNone(rows)?.conversation_id ?? undefined;
}

/** True once Switch has begun: from then on a release can no longer be cancelled. */
export async function isSwitching(tx: Tx, number: number): Promise<boolean> {
  return exactlyOne(
    await tx.query<{ switching: boolean }>('select switching from releases where number = $1', [number]),
  ).switching;
}
