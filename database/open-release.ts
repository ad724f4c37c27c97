import type { Digest } from '../domain/digest';
import { StewardError } from '../domain/errors';
import { releaseName, stepKey } from '../domain/ids';
import type { AlertKind } from '../domain/monitoring/alert';
import type { Release } from '../domain/release/release';
import { canBeSuperseded } from '../domain/release/states';
import { listLiveAlerts } from './alerts';
import { append } from './audit';
import type { Tx } from './database';
import { changeRelease } from './change-release';
import { findOpenRelease, getRelease, insertRelease, lockRelease, type NewRelease } from './releases';
import { findServing } from './servings';

/** A release of the same version again puts right what these are about. */
const mendedByRelease: ReadonlySet<string> = new Set<AlertKind>(['drifted', 'image_missing']);

export type Opened =
  | { readonly outcome: 'opened'; readonly release: Release; readonly superseded?: number }
  /** The same request is open already: a repeated delivery, or somebody was faster. */
  | { readonly outcome: 'open-already'; readonly release: Release };

/**
 * Opens a release of an environment. One that only waits (nothing outside was touched) gives way and ends superseded; one
 * that is being released is in the way (`release_open`). What serves already is not released again (`already_serving`),
 * unless an alert says that it is not as it was released.
 */
export async function openRelease(tx: Tx, request: NewRelease): Promise<Opened> {
  await holdPlace(tx, request);
  const open = await findOpenRelease(tx, request.project, request.environment);
  const locked = open && (await lockRelease(tx, open.number));
  if (locked && isSame(locked, request)) return { outcome: 'open-already', release: locked };
  if (locked && !canBeSuperseded(locked.state)) {
    throw new StewardError('release_open', {
      release: releaseName(locked.number),
      version: locked.version,
      environment: locked.environment,
      state: locked.state,
    });
  }
  await refuseServing(tx, request, request.packageDigest);
  if (locked) await supersede(tx, locked, request);
  await insertRelease(tx, request);
  await append(tx, {
    at: request.requestedAt,
    actor: request.requester,
    action: `release.requested`,
    subject: `release/${request.number}`,
    key: stepKey(request.number, 'requested'),
    data: {
      project: request.project,
      environment: request.environment,
      kind: request.kind,
      version: request.version,
      package: request.packageDigest,
      reason: request.reason ?? null,
    },
  });
  const release = await getRelease(tx, request.number);
  return { outcome: 'opened', release, ...(locked ? { superseded: locked.number } : {}) };
}

/**
 * As `openRelease`, for a request that nobody made in person: it never takes the place of another one. `busy`, with the
 * release that is open, when there is one.
 */
export async function openReleaseIfFree(
  tx: Tx,
  request: NewRelease,
): Promise<Opened | { readonly outcome: 'busy'; readonly release: Release }> {
  await holdPlace(tx, request);
  const open = await findOpenRelease(tx, request.project, request.environment);
  return open && !isSame(open, request) ? { outcome: 'busy', release: open } : openRelease(tx, request);
}

/** Until commit nobody else opens a release of the environment. */
async function holdPlace(tx: Tx, { project, environment }: NewRelease): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`open/${project}/${environment}`]);
}

function isSame(open: Release, request: NewRelease): boolean {
  return open.kind === request.kind && open.packageDigest === request.packageDigest;
}

async function refuseServing(tx: Tx, request: NewRelease, packageDigest: Digest): Promise<void> {
  const serving = await findServing(tx, request.project, request.environment);
  if (serving?.packageDigest !== packageDigest) return;
  const live = await listLiveAlerts(tx, request.project, request.environment);
  if (live.some(({ kind }) => mendedByRelease.has(kind))) return;
  throw new StewardError('already_serving', { environment: request.environment, version: serving.version });
}

async function supersede(tx: Tx, old: Release, by: NewRelease): Promise<void> {
  const ending = {
    code: 'superseded_by',
    details: { release: releaseName(old.number), by: releaseName(by.number) },
  } as const;
  await changeRelease(tx, old.number, {
    state: 'superseded',
    superseded_by: by.number,
    ending,
    ended_at: by.requestedAt,
  });
  await append(tx, {
    at: by.requestedAt,
    actor: by.requester,
    action: 'release.superseded',
    subject: `release/${old.number}`,
    key: stepKey(old.number, 'ended'),
    data: { by: by.number },
  });
}
