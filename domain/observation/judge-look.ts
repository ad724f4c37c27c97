import { countAnswers } from './count-answers';
import { findDrift, findTrouble, type Recorded } from './find-trouble';
import type { Inspection } from './inspection';
import type { EnvironmentObservation, Finding, ObservationState } from './observation';
import type { Instant } from '../release/release';

export interface Look {
  readonly recorded: Recorded & { readonly project: string };
  readonly at: Instant;
  /** What was seen, or why the target could not be asked. */
  readonly found: { readonly seen: Inspection } | { readonly away: string };
  /** After the look before; of another release it counts for nothing. */
  readonly previous?: EnvironmentObservation;
  /** A release that is being carried out there: that the traffic goes to it already is no drift. */
  readonly underWay?: number;
}

/** Recorded and seen, compared: the rules of `rules.ts`, in their order. */
export function judgeLook(look: Look): EnvironmentObservation {
  const { recorded, at, found } = look;
  const { project, environment, release, version } = recorded;
  const previous = look.previous?.release === release ? look.previous : undefined;
  const place = { project, environment, release, version, askedAt: at };
  if ('away' in found)
    return {
      ...place,
      ...enter(previous, 'unknown', at),
      findings: [{ kind: 'unknown', code: 'observation_away', details: { environment, why: found.away } }],
      troubled: previous?.troubled ?? false,
      ...keepSeen(previous),
    };
  const { seen } = found;
  const answered = countAnswers(seen.gateways, previous?.seen?.gateways ?? []);
  const trouble = findTrouble(recorded, seen, previous?.seen, answered);
  const drift = findDrift(recorded, withoutSwitch(seen, look.underWay));
  const { state, findings } = decide(drift, trouble, previous);
  return {
    ...place,
    ...enter(previous, state, at),
    findings,
    troubled: trouble.length > 0,
    seen,
    seenAt: at,
    ...(answered && { answered }),
  };
}

function decide(
  drift: readonly Finding[],
  trouble: readonly Finding[],
  previous: EnvironmentObservation | undefined,
): { state: ObservationState; findings: readonly Finding[] } {
  if (drift.length > 0) return { state: 'drifted', findings: [...drift, ...trouble] };
  const wasDegraded = previous?.state === 'degraded';
  const troubledBefore = previous?.troubled === true;
  if (trouble.length > 0 && (troubledBefore || wasDegraded)) return { state: 'degraded', findings: trouble };
  // One calm look ends nothing, as one with trouble begins nothing.
  if (trouble.length === 0 && wasDegraded && troubledBefore) return { state: 'degraded', findings: previous.findings };
  return { state: 'ok', findings: [] };
}

function enter(previous: EnvironmentObservation | undefined, state: ObservationState, at: Instant) {
  return { state, since: previous?.state === state ? previous.since : at };
}

function keepSeen(previous: EnvironmentObservation | undefined): Partial<EnvironmentObservation> {
  const { seen, seenAt, answered } = previous ?? {};
  return { ...(seen && { seen }), ...(seenAt !== undefined && { seenAt }), ...(answered && { answered }) };
}

function withoutSwitch(seen: Inspection, underWay: number | undefined): Inspection {
  if (underWay === undefined || seen.traffic !== underWay) return seen;
  return { ...seen, differences: seen.differences.filter(({ about }) => about !== 'traffic') };
}
