import { listLiveAlerts } from '../../database/alerts';
import { listEvaluations } from '../../database/evaluations';
import { ranOutOfTime } from '../../database/database';
import { findOwedRetraining, listChangedWindows, newestNumber } from '../../database/judgement-history';
import { settleOutcomes } from '../../database/outcomes';
import { findProject } from '../../database/projects';
import { recordEvaluation } from '../../database/record-evaluation';
import { settleAlerts } from '../../database/settle-alerts';
import { drawCeiling, listServedPlaces } from '../../database/row-ranges';
import { findServing } from '../../database/servings';
import { findWindow } from '../../database/windows';
import { errorText, isStewardError } from '../../domain/errors';
import type { Evaluation, Window } from '../../domain/monitoring/evaluation';
import { stretchOf, type Waiting } from '../../domain/monitoring/open-window';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { Ending, Instant } from '../../domain/release/release';
import type { Look, MonitoringDependencies } from './dependencies';
import { foundBy } from './found-by';
import { judgeAgain } from './judge-again';
import { judgeNext, type NextStep } from './judge-next';

export interface DueRequest {
  readonly project: string;
  readonly environment: string;
  readonly cause: Evaluation['cause'];
  /** Directory object id of who asked. */
  readonly by?: string;
  /** The newest evaluation that the monitor has heard of: the report tells of all after it, whoever made them. */
  readonly after?: number;
  /** Outcomes recorded until then were looked at by the monitor. */
  readonly since?: Instant;
}

/** What a look found, small enough for a workflow's history. */
export interface DueReport {
  /** From this look to the next; absent: the applied project file has nothing judged here. */
  readonly everyMs?: number;
  /** The number of the newest evaluation; 0 before the first. */
  readonly newest: number;
  /** Numbers of those made since `after`, oldest first. */
  readonly evaluations: readonly number[];
  /** Those among them that counted and were ok. */
  readonly well: readonly number[];
  /** Alerts that are live, or were closed by this look. */
  readonly alerts: readonly number[];
  readonly retrain?: { readonly alert: number };
  /** Outcomes recorded until then were looked at; absent while windows that they changed are left. */
  readonly seen?: Instant;
  /** More windows are due than one look closes, or evaluates anew. */
  readonly more: boolean;
}

/** Windows that one look closes, and that it evaluates anew, so that it ends in time. */
const mostClosed = 30;
const mostChanged = 6;
const mostReported = 100;

/**
 * Does everything that is due in an environment: closes and judges windows, oldest first, evaluates anew the closed ones
 * whose outcomes have changed, and otherwise notes what the next window waits for. An evaluation that breaks off is noted as
 * failed and ends nothing else. Done twice, it finds nothing due the second time. Throws what may pass by itself
 * (`database_away`).
 */
export async function evaluateDue(deps: MonitoringDependencies, request: DueRequest): Promise<DueReport> {
  const { database } = deps;
  const { project, environment, cause, by } = request;
  const before = await newestNumber(database, project, environment);
  const applied = await findProject(database, project);
  const policy = applied?.file.monitoring;
  if (!applied || !policy?.environments.includes(environment))
    return { newest: before, evaluations: [], well: [], alerts: [], more: false };
  const live = (await listLiveAlerts(database, project, environment)).map(({ number }) => number);
  await database.transaction((tx) => settleAlerts(tx, project, environment, deps.now()));
  const ceiling = await database.transaction((tx) => drawCeiling(tx, project, environment));
  const look = { project, environment, cause, applied, policy, ceiling, ...(by === undefined ? {} : { by }) };
  const { closed, waits } = await judgeAllNext(deps, look);
  const seen = await settleOutcomes(database, project, deps.now);
  const changed = await judgeAllAgain(deps, look, request.since, seen);
  const quiet = (await newestNumber(database, project, environment)) === before;
  if (quiet) await noteWaiting(deps, look, waits);
  return {
    ...(await report(deps, { ...request, after: request.after ?? before }, live)),
    everyMs: policy.everyMs,
    ...(changed.more ? {} : { seen }),
    more: closed >= mostClosed || changed.more,
  };
}

type Waits = Extract<NextStep, { kind: 'waits' }>;

async function judgeAllNext(deps: MonitoringDependencies, look: Look): Promise<{ closed: number; waits: Waits[] }> {
  const waits: Waits[] = [];
  let closed = 0;
  for (const { release, version } of await listServedPlaces(deps.database, look.project, look.environment))
    while (closed < mostClosed) {
      const step = await guarded(deps, look, { release, version }, () => judgeNext(deps, look, release));
      if (step?.kind === 'waits') waits.push(step);
      if (step?.kind === 'judged') closed += 1;
      if (step?.kind !== 'judged' && step?.kind !== 'moved') break;
    }
  return { closed, waits };
}

async function judgeAllAgain(
  deps: MonitoringDependencies,
  look: Look,
  since: Instant | undefined,
  until: Instant,
): Promise<{ more: boolean }> {
  const { project, environment } = look;
  const filter = { project, environment, until, limit: mostChanged + 1, ...(since === undefined ? {} : { since }) };
  const changed = await listChangedWindows(deps.database, filter);
  for (const number of changed.slice(-mostChanged)) {
    const window = await findWindow(deps.database, project, environment, number);
    if (window) await guarded(deps, look, window, () => judgeAgain(deps, look, window), window);
  }
  return { more: changed.length > mostChanged };
}

/** Nothing was due: one evaluation says what the next window of what serves waits for. */
async function noteWaiting(deps: MonitoringDependencies, look: Look, waits: readonly Waits[]): Promise<void> {
  const { database } = deps;
  const serving = await findServing(database, look.project, look.environment);
  const found = waits.find(({ served }) => served.release === serving?.release) ?? waits.at(-1);
  const place = found?.served ?? serving;
  if (!place) return;
  const waiting = found?.waiting ?? nothingScored(look.policy, deps.now());
  const evaluation = await foundBy(deps, look, place, found?.asOf ?? deps.now());
  await database.transaction((tx) => recordEvaluation(tx, { ...evaluation, facts: { kind: 'waiting', waiting } }));
}

function nothingScored({ window }: MonitoringPolicy, now: Instant): Waiting {
  if (window.kind === 'rows') return { for: 'rows', rows: 0, needed: window.rows };
  return { for: 'period', rows: 0, at: stretchOf(now, window.ms).to };
}

/** An evaluation that breaks off must not keep the others from being made: it is noted, and counts as one that failed. */
async function guarded<T>(
  deps: MonitoringDependencies,
  look: Look,
  place: { readonly release: number; readonly version: string },
  work: () => Promise<T>,
  window?: Window,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isStewardError(error) && error.retryable && !ranOutOfTime(error)) throw error;
    const { project, environment } = look;
    deps.report({ project, environment, release: place.release, error });
    const found = await foundBy(deps, look, place, deps.now());
    const facts = { kind: 'failed', why: whyOf(error, place.version, environment) } as const;
    await deps.database.transaction((tx) => recordEvaluation(tx, { ...found, facts, ...(window ? { window } : {}) }));
    return undefined;
  }
}

function whyOf(error: unknown, version: string, environment: string): Ending {
  if (isStewardError(error) && !ranOutOfTime(error)) return { code: error.code, details: error.details };
  const what = ranOutOfTime(error) ? 'PostgreSQL took longer than a statement may' : errorText(error).slice(0, 200);
  return { code: 'evaluation_failed', details: { version, environment, what } };
}

/** From the record, not from what this run did: an earlier run of the same look may have been killed before it could tell. */
async function report(
  deps: MonitoringDependencies,
  { project, environment, after = 0 }: DueRequest,
  before: readonly number[],
): Promise<Omit<DueReport, 'everyMs' | 'seen' | 'more'>> {
  const { database } = deps;
  const made = await listEvaluations(database, { project, environment, after, limit: mostReported });
  const live = (await listLiveAlerts(database, project, environment)).map(({ number }) => number);
  const owed = await findOwedRetraining(database, project, environment);
  return {
    newest: made[0]?.number ?? after,
    evaluations: made.map(({ number }) => number).reverse(),
    well: made.filter(({ counted, state }) => counted && state === 'ok').map(({ number }) => number),
    alerts: [...new Set([...before, ...live])].sort((one, other) => one - other),
    ...(owed === undefined ? {} : { retrain: { alert: owed } }),
  };
}
