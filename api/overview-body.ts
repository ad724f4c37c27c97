import { evaluationWords, isJudged } from '../cards/words/judgement';
import { personName } from '../cards/words/people';
import type { OverviewFacts } from '../database/overview-facts';
import type { OverviewMark } from '../database/overview-marks';
import { alertName, monitorWorkflowId, releaseName, retrainingName } from '../domain/ids';
import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { EnvironmentObservation } from '../domain/observation/observation';
import type { ProjectFile } from '../domain/project';
import { fillSentence } from '../domain/reasons';
import type { Instant } from '../domain/release/release';
import { releaseBody, retrainingBody } from './overview-work';

/** One environment as programs see it. Figures are Steward's own measurements; times are ISO 8601 in UTC. */
export function overviewBody(file: ProjectFile, leading: boolean, facts: OverviewFacts, now: Instant): object {
  const { project, monitoring } = file;
  const { name } = facts;
  const judged = monitoring?.environments.includes(name) ? monitoring : undefined;
  return {
    name,
    leading,
    serving: servingBody(facts),
    scoringUrl: facts.servedBy?.endpoint?.address ?? null,
    release: facts.release ? releaseBody(facts.release, facts.people, now) : null,
    retraining: facts.retraining ? retrainingBody(facts.retraining) : null,
    observed: facts.observed ? observedBody(facts.observed) : null,
    alert: facts.alert ? alertBody(facts.alert) : null,
    monitorWorkflowId: judged ? monitorWorkflowId(project, name) : null,
    policy: judged ? policyBody(judged) : null,
    evaluations: facts.evaluations.flatMap((one) => evaluationBody(one, facts.thresholds.get(one.policyHash))),
    marks: facts.marks.map(markBody),
    pending: pendingBody(facts, judged),
    distribution: distributionBody(facts.evaluations),
  };
}

function servingBody({ serving, servedBy, people }: OverviewFacts): object | null {
  if (!serving) return null;
  const { version, packageDigest, imageDigest, release, since } = serving;
  const approvals = servedBy?.approval?.decisions.filter(({ verb }) => verb === 'approve') ?? [];
  return {
    version,
    packageDigest,
    imageDigest,
    release: releaseName(release),
    since,
    approvedBy: approvals.map(({ person }) => personName(people, person)),
  };
}

/** What was seen at the last look, and when; `seenAt` is null as long as nothing was. */
function observedBody({ release, state, since, seenAt, seen, answered, findings }: EnvironmentObservation): object {
  return {
    ...{ release: releaseName(release), state, since, seenAt: seenAt ?? null },
    ...{ ready: seen?.ready ?? null, wanted: seen?.wanted ?? null, image: seen?.image ?? null },
    ...{ answers: answered?.answers ?? null, errors: answered?.errors ?? null },
    findings: findings.map(({ code, details }) => ({ code, text: fillSentence(code, details) })),
  };
}

function alertBody({ number, kind, state, version, raisedAt, acknowledged }: Alert): object {
  return { name: alertName(number), kind, state, version, raisedAt, acknowledged: acknowledged !== undefined };
}

function policyBody({
  threshold,
  consecutive,
  minimumEvents,
  coverage,
  everyMs,
  maturityMs,
}: MonitoringPolicy): object {
  return { threshold, consecutive, minimumEvents, coverage, everyMs, maturityMs };
}

function evaluationBody({ window, version, state, counted, result, asOf }: Evaluation, threshold?: number): object[] {
  if (!window) return [];
  // As everywhere: with events that score lower, KS counts as negative.
  const inverted = result?.direction === 'lower';
  const { ks, interval, auc, judged = 0, events = 0 } = result ?? {};
  return [
    {
      window: window.number,
      version,
      state,
      stateWords: evaluationWords[state].text,
      counted,
      ks: ks === undefined ? null : inverted ? -ks : ks,
      low: (inverted ? interval && -interval.high : interval?.low) ?? null,
      high: (inverted ? interval && -interval.low : interval?.high) ?? null,
      level: 0.95,
      /** As it was agreed then. */
      threshold: threshold ?? null,
      auc: auc ?? null,
      rows: window.rows,
      judged,
      events,
      from: window.fromAt,
      to: window.toAt,
      asOf,
    },
  ];
}

function markBody({ kind, number, version, at }: OverviewMark): object {
  return { kind, name: kind === 'release' ? releaseName(number) : retrainingName(number), version, at };
}

function pendingBody({ open }: OverviewFacts, policy: MonitoringPolicy | undefined): object {
  const of = policy?.window.kind === 'rows' ? policy.window.rows : null;
  return { rows: open.rows, withOutcome: open.withOutcome, of, atLeast: open.atLeast };
}

/**
 * Scores of the newest judged window, by outcome, in bins of equal width over 0 … 1: as the evaluation counted them, which
 * never changes, so that no scored row is read for it.
 */
function distributionBody(evaluations: readonly Evaluation[]): object | null {
  const newest = evaluations.findLast((evaluation) => isJudged(evaluation));
  if (!newest?.window || !newest.result) return null;
  const { events, nonEvents } = newest.result.histogram;
  const bins = events.map((count, at) => ({
    from: at / events.length,
    to: (at + 1) / events.length,
    events: count,
    others: nonEvents[at] ?? 0,
  }));
  return { window: newest.window.number, version: newest.version, bins };
}
