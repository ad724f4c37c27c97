import type { ObservationAlertKind } from '../monitoring/alert';
import type { EnvironmentObservation } from './observation';
import { limits } from './rules';

export interface ObservationAlertStep {
  readonly kind: ObservationAlertKind;
  readonly step: 'raise' | 'update' | 'close';
}

/**
 * What becomes of an environment's alerts after a look: one for each kind of trouble, and none for `degraded` while what
 * somebody changed explains it. `held`: a release is being carried out there, so nothing is raised now.
 */
export function stepAlerts(
  observation: EnvironmentObservation,
  live: readonly ObservationAlertKind[],
  held: boolean,
): readonly ObservationAlertStep[] {
  const { state, since, askedAt, findings } = observation;
  const raised = (kind: ObservationAlertKind): readonly ObservationAlertStep[] =>
    live.includes(kind) ? [{ kind, step: 'update' }] : held ? [] : [{ kind, step: 'raise' }];
  const closed = (...kinds: readonly ObservationAlertKind[]): readonly ObservationAlertStep[] =>
    kinds.filter((kind) => live.includes(kind)).map((kind) => ({ kind, step: 'close' }));
  switch (state) {
    case 'unknown':
      return Date.parse(askedAt) - Date.parse(since) >= limits.away ? raised('unseen') : [];
    case 'drifted': {
      const stillDegraded = findings.some(({ kind }) => kind === 'degraded');
      return [...raised('drifted'), ...closed(...(stillDegraded ? [] : (['degraded'] as const)), 'unseen')];
    }
    case 'degraded':
      return [...raised('degraded'), ...closed('drifted', 'unseen')];
    case 'ok':
      return closed('degraded', 'drifted', 'unseen');
  }
}
