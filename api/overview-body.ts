import { listRetrainingSteps } from '../cards/retraining/steps';
import { retrainingState } from '../cards/retraining/title';
import { releaseState } from '../cards/release/state';
import { actorName, personName } from '../cards/words/people';
import type { OverviewFacts } from '../database/overview-facts';
import {
  alertName,
  monitorWorkflowId,
  releaseName,
  releaseWorkflowId,
  retrainingName,
  retrainingWorkflowId,
} from '../domain/ids';
import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { ProjectFile } from '../domain/project';
import type { Release, StepRecord } from '../domain/release/release';
import { stepTitles } from '../domain/release/steps';
import type { Retraining } from '../domain/retraining/retraining';

/** One environment as programs see it. Figures are Steward's own measurements; times are ISO 8601 in UTC. */
export function overviewBody(file: ProjectFile, leading: boolean, facts: OverviewFacts): object {
  const { project, monitoring } = file;
  const { name } = facts;
  const judged = monitoring?.environments.includes(name) ? monitoring : undefined;
  return {
    name,
    leading,
    serving: servingBody(facts),
    scoringUrl: facts.servedBy?.endpoint?.address ?? null,
    release: facts.release ? releaseBody(facts, facts.release) : null,
    retraining: facts.retraining ? retrainingBody(facts.retraining) : null,
    alert: facts.alert ? alertBody(facts.alert) : null,
    monitorWorkflowId: judged ? monitorWorkflowId(project, name) : null,
    policy: judged ? policyBody(judged) : null,
    evaluations: facts.evaluations.flatMap(evaluationBody),
    marks: marksOf(facts),
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

function releaseBody({ people }: OverviewFacts, release: Release): object {
  const { number, version, state, requester, requestedAt, endedAt, project, environment, steps } = release;
  // Whether a retry would hold, and when it is, changes the buttons of a card and none of these words.
  const view = { release, title: project, people, now: requestedAt, mayRetry: false, fullRecord: '' };
  return {
    name: releaseName(number),
    version,
    state,
    stateWords: releaseState(view).text,
    requestedBy: actorName(people, requester),
    requestedAt,
    endedAt: endedAt ?? null,
    workflowId: releaseWorkflowId(project, environment),
    steps: steps.map((step) => stepBody(step, state)),
  };
}

function stepBody({ step, state, detail }: StepRecord, of: Release['state']): object {
  const waits = step === 'approve' && state === 'running' && of === 'waiting';
  const shown = waits ? 'waiting' : state === 'open' ? 'todo' : state;
  return { name: stepTitles[step], state: shown, ...(detail === undefined ? {} : { words: detail }) };
}

function retrainingBody(retraining: Retraining): object {
  const { number, state, requestedAt, endedAt, project, environment, version, release } = retraining;
  return {
    name: retrainingName(number),
    state,
    stateWords: retrainingState({ retraining }).text,
    requestedAt,
    endedAt: endedAt ?? null,
    version: version ?? null,
    release: release === undefined ? null : releaseName(release),
    workflowId: retrainingWorkflowId(project, environment),
    steps: listRetrainingSteps(retraining).map(({ title, state: step }) => ({
      name: title,
      state: step === 'open' ? 'todo' : step,
    })),
  };
}

function alertBody({ number, state, version, raisedAt, acknowledged }: Alert): object {
  return { name: alertName(number), state, version, raisedAt, acknowledged: acknowledged !== undefined };
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

function evaluationBody({ window, version, state, counted, result, why, asOf }: Evaluation): object[] {
  if (!window) return [];
  const { threshold } = why.details;
  return [
    {
      window: window.number,
      version,
      state,
      counted,
      ks: result?.ks ?? null,
      low: result?.interval?.low ?? null,
      high: result?.interval?.high ?? null,
      level: 0.95,
      // As it was agreed then; a window that was not judged was held against none.
      threshold: typeof threshold === 'number' ? threshold : null,
      auc: result?.auc ?? null,
      rows: window.rows,
      judged: result?.judged ?? 0,
      events: result?.events ?? 0,
      from: window.fromAt,
      to: window.toAt,
      asOf,
    },
  ];
}

/** What changed the line: releases that served, and retrainings that made a version. */
function marksOf({ servings, retrainings }: OverviewFacts): object[] {
  const releases = servings.map(({ release, version, since }) => ({
    kind: 'release',
    name: releaseName(release),
    version,
    at: since,
  }));
  const made = retrainings.flatMap(({ number, version, endedAt }) =>
    version === undefined || endedAt === undefined
      ? []
      : [{ kind: 'retraining', name: retrainingName(number), version, at: endedAt }],
  );
  return [...releases, ...made].sort((left, right) => (left.at < right.at ? -1 : 1));
}

function pendingBody({ open, openOutcomes }: OverviewFacts, policy: MonitoringPolicy | undefined): object {
  const { window } = policy ?? {};
  return {
    rows: open?.rows ?? 0,
    withOutcome: openOutcomes ?? null,
    of: window?.kind === 'rows' ? window.rows : null,
  };
}

/** Scores of the newest window that was measured, by outcome, in bins of equal width over 0 … 1. */
function distributionBody(evaluations: readonly Evaluation[]): object | null {
  const newest = evaluations.findLast(({ window, result }) => window !== undefined && result !== undefined);
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
