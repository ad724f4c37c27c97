import type { ObservationAlertKind } from '../monitoring/alert';
import type { ReasonCode } from '../reasons';
import type { EnvironmentObservation } from './observation';
import { limits } from './rules';

export interface ObservationAlertStep {
  readonly kind: ObservationAlertKind;
  readonly step: 'raise' | 'update' | 'close';
}

/** A change that leaves nobody to answer: the trouble is that change. */
const explains: ReadonlySet<string> = new Set<ReasonCode>(['drifted_gone', 'drifted_scale']);

/** What else a look is judged by. */
export interface AlertCircumstances {
  readonly live: readonly ObservationAlertKind[];
  /** A release is being carried out there, so nothing is raised now. */
  readonly held: boolean;
  /** Whether the look before saw trouble, too. */
  readonly troubledBefore: boolean;
}

/**
 * What becomes of an environment's alerts after a look: one for each kind of trouble, and none for `degraded` while what
 * somebody changed explains it.
 */
export function stepAlerts(
  observation: EnvironmentObservation,
  { live, held, troubledBefore }: AlertCircumstances,
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
      const troubled = findings.some(({ kind }) => kind === 'degraded');
      const explained = findings.some(({ code }) => explains.has(code));
      const degraded = !troubled ? closed('degraded') : troubledBefore && !explained ? raised('degraded') : [];
      return [...raised('drifted'), ...degraded, ...closed('unseen')];
    }
    case 'degraded':
      return [...raised('degraded'), ...closed('drifted', 'unseen')];
    case 'ok':
      return closed('degraded', 'drifted', 'unseen');
  }
}
