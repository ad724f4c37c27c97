import type { FoundEvaluation } from '../../database/record-evaluation';
import type { Instant } from '../../domain/release/release';
import type { Look, MonitoringDependencies } from './dependencies';

/** All of an evaluation that its look tells, whatever it finds. */
export async function foundBy(
  deps: MonitoringDependencies,
  look: Omit<Look, 'ceiling'>,
  place: { readonly release: number; readonly version: string },
  asOf: Instant,
): Promise<Omit<FoundEvaluation, 'facts' | 'window' | 'result'>> {
  const { project, environment, cause, by, applied, policy } = look;
  const now = deps.now();
  const { retraining } = applied.file;
  const { release, version } = place;
  return {
    ...{ project, environment, release, version, cause, policy, policyHash: applied.hash, asOf, evaluatedAt: now },
    ...(by === undefined ? {} : { askedBy: by }),
    ...(retraining === undefined
      ? {}
      : { retraining: { start: retraining.start, room: await deps.retrainingRoom(project, environment, now) } }),
  };
}
