import { actorText } from '../domain/actor';
import { StewardError } from '../domain/errors';
import { retrainingName } from '../domain/ids';
import type { Instant } from '../domain/release/release';
import { mayRetrain, type RetrainingFacts, type RetrainingPermission } from '../domain/retraining/may-retrain';
import type { Retraining } from '../domain/retraining/retraining';
import { append } from './audit';
import { exactlyOne, oneOrNone, type Tx } from './database';
import { getProject } from './projects';
import { findOpenRetraining, getRetraining, insertRetraining, type NewRetraining } from './retrainings';
import { findServing } from './servings';
import { unknownEnvironment } from '../domain/unknown-environment';

export type RetrainingOpened =
  | { readonly outcome: 'opened'; readonly retraining: Retraining }
  /** The same person's is open: a repeated delivery, or asked for again. */
  | { readonly outcome: 'open-already'; readonly retraining: Retraining };

/**
 * Opens a retraining of an environment, if the applied project file, cool-down and budget allow one now; there is at
 * most one open. Throws the code of `mayRetrain`, `environment_unknown`, `project_unknown`.
 */
export async function openRetraining(tx: Tx, request: NewRetraining): Promise<RetrainingOpened> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`retrain/${request.project}/${request.environment}`]);
  const open = await findOpenRetraining(tx, request.project, request.environment);
  if (open && actorText(open.requester) === actorText(request.requester))
    return { outcome: 'open-already', retraining: open };
  const { hash } = await getProject(tx, request.project);
  const permission = await askPermission(tx, request, request.requestedAt);
  if (!permission.may) throw new StewardError(permission.code, permission.details);
  await insertRetraining(tx, request, hash);
  await append(tx, {
    at: request.requestedAt,
    actor: request.requester,
    action: 'retraining.requested',
    subject: `retraining/${request.number}`,
    key: `${retrainingName(request.number)}/requested`,
    data: {
      project: request.project,
      environment: request.environment,
      alert: request.alert ?? null,
      reason: request.reason ?? null,
      policy: hash,
    },
  });
  return { outcome: 'opened', retraining: await getRetraining(tx, request.number) };
}

/** Whether a retraining could be opened now: what a card's button and a refusal say. */
export async function askPermission(
  tx: Tx,
  place: { readonly project: string; readonly environment: string },
  now: Instant,
): Promise<RetrainingPermission> {
  return mayRetrain(await readRetrainingFacts(tx, place.project, place.environment, now));
}

async function readRetrainingFacts(
  tx: Tx,
  project: string,
  environment: string,
  now: Instant,
): Promise<RetrainingFacts> {
  const { file } = await getProject(tx, project);
  if (!file.environments[environment]) throw unknownEnvironment(file, environment);
  const open = await findOpenRetraining(tx, project, environment);
  const spent = await tx.query<{ spent_at: Instant }>(
    `select spent_at from retrainings where project = $1 and environment = $2 and spent_at is not null
     order by spent_at desc limit 1000`,
    [project, environment],
  );
  const last = oneOrNone(
    await tx.query<{ number: number; ended_at: Instant }>(
      `select number, ended_at from retrainings
       where project = $1 and environment = $2 and spent_at is not null and ended_at is not null
       order by ended_at desc limit 1`,
      [project, environment],
    ),
  );
  const { windows } = exactlyOne(
    await tx.query<{ windows: number }>(
      'select count(*) as windows from windows where project = $1 and environment = $2',
      [project, environment],
    ),
  );
  return {
    project,
    environment,
    now,
    policy: file.retraining,
    serving: (await findServing(tx, project, environment)) !== undefined,
    windows,
    spent: spent.map((row) => row.spent_at),
    ...(open ? { open: open.number } : {}),
    ...(last ? { last: { number: last.number, endedAt: last.ended_at } } : {}),
  };
}
