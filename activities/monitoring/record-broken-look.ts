import { listLiveAlerts } from '../../database/alerts';
import { listEvaluations } from '../../database/evaluations';
import { findProject } from '../../database/projects';
import { recordEvaluation } from '../../database/record-evaluation';
import { lockScored } from '../../database/row-ranges';
import { findServing } from '../../database/servings';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { Instant } from '../../domain/release/release';
import type { MonitoringDependencies } from './dependencies';
import { foundBy } from './found-by';

/** A look that could not be taken, whatever was tried. */
export interface BrokenLook {
  readonly project: string;
  readonly environment: string;
  readonly cause: Evaluation['cause'];
  readonly by?: string;
  /** When it was given up: one look leaves one evaluation, however often this is repeated. */
  readonly at: Instant;
  readonly what: string;
}

/** Notes it as a failed evaluation of what serves, so that people hear of it. Returns the alerts that are live then. */
export async function recordBrokenLook(
  deps: MonitoringDependencies,
  { project, environment, cause, by, at, what }: BrokenLook,
): Promise<{ readonly alerts: readonly number[] }> {
  const { database } = deps;
  const applied = await findProject(database, project);
  const policy = applied?.file.monitoring;
  const serving = await findServing(database, project, environment);
  if (!applied || !serving || !policy?.environments.includes(environment)) return { alerts: [] };
  const look = { project, environment, cause, applied, policy, ...(by === undefined ? {} : { by }) };
  const found = await foundBy(deps, look, serving, at);
  const details = { version: serving.version, environment, what: what.slice(0, 200) };
  const facts = { kind: 'failed', why: { code: 'evaluation_failed', details } } as const;
  await database.transaction(async (tx) => {
    await lockScored(tx, project, environment);
    const [newest] = await listEvaluations(tx, { project, environment, limit: 1 });
    if (newest?.state === 'failed' && newest.asOf === at) return;
    await recordEvaluation(tx, { ...found, facts });
  });
  return { alerts: (await listLiveAlerts(database, project, environment)).map(({ number }) => number) };
}
