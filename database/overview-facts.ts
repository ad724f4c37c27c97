import type { Digest } from '../domain/digest';
import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { EnvironmentObservation } from '../domain/observation/observation';
import type { ProjectFile } from '../domain/project';
import type { Release, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { listAlertsByUrgency } from './alert-facts';
import type { Tx } from './database';
import { listTrend } from './evaluation-facts';
import { findObservation } from './observations';
import { listMarks, type OverviewMark } from './overview-marks';
import { findNames } from './people';
import { countOpenRows } from './performance-facts';
import { listThresholds } from './projects';
import { findNewestRelease, findRelease } from './releases';
import { listRetrainings } from './retrainings';
import { findServing } from './servings';

/** What an environment serves, does and is judged by, as of now. */
export interface OverviewFacts {
  readonly name: string;
  readonly serving?: ServingRecord;
  /** The release that brought what serves. */
  readonly servedBy?: Release;
  /** The newest one, open or ended. */
  readonly release?: Release;
  /** The newest one, open or ended. */
  readonly retraining?: Retraining;
  /** The last look at what serves; absent: none since it serves. */
  readonly observed?: EnvironmentObservation;
  /** The most urgent one that is not closed. */
  readonly alert?: Alert;
  /** Of each of the last windows the evaluation that counted, or else its newest; oldest window first. */
  readonly evaluations: readonly Evaluation[];
  /** The KS that was agreed then, by the evaluations' `policyHash`. */
  readonly thresholds: ReadonlyMap<Digest, number>;
  /** Since the first of those windows was scored, oldest first. */
  readonly marks: readonly OverviewMark[];
  readonly open: OpenWindowCount;
  /** Object id → name of whoever asked, registered, decided or may decide. */
  readonly people: Readonly<Record<string, string>>;
}

interface OpenWindowCount {
  /** What was scored since the last window of what serves, of a window of rows never more than it takes. */
  readonly rows: number;
  /** Of these rows. */
  readonly withOutcome: number;
  /** Counting stopped there: there may be more. */
  readonly atLeast: boolean;
}

const shownWindows = 50;
const shownMarks = 30;
/** Since the last window millions of rows may have gathered, and this is asked every second. */
const countedRows = 2_000;

/** Reads no more scored rows than it says in `open`, and nothing of what they were scored on. */
export async function readOverviewFacts(tx: Tx, file: ProjectFile, environment: string): Promise<OverviewFacts> {
  const { project, monitoring } = file;
  const judged = monitoring?.environments.includes(environment) ? monitoring : undefined;
  const serving = await findServing(tx, project, environment);
  const servedBy = serving && (await findRelease(tx, serving.release));
  const release = await findNewestRelease(tx, project, environment);
  const [retraining] = await listRetrainings(tx, project, { environment, limit: 1 });
  const observed = await findObservation(tx, project, environment);
  const [alert] = await listAlertsByUrgency(tx, project, environment);
  const evaluations = await listTrend(tx, project, environment, shownWindows);
  const first = evaluations[0]?.window;
  return {
    name: environment,
    evaluations,
    thresholds: await listThresholds(
      tx,
      project,
      evaluations.map(({ policyHash }) => policyHash),
    ),
    marks: first ? await listMarks(tx, { project, environment }, first.fromAt, shownMarks) : [],
    open: await countOpen(tx, file, environment, serving, judged),
    people: { ...file.people, ...(await findNames(tx, peopleOf([servedBy, release]))) },
    ...(serving ? { serving } : {}),
    ...(servedBy ? { servedBy } : {}),
    ...(release ? { release } : {}),
    ...(retraining ? { retraining } : {}),
    ...(observed && observed.release === serving?.release ? { observed } : {}),
    ...(alert ? { alert } : {}),
  };
}

async function countOpen(
  tx: Tx,
  { project }: ProjectFile,
  environment: string,
  serving: ServingRecord | undefined,
  policy: MonitoringPolicy | undefined,
): Promise<OpenWindowCount> {
  if (!serving || !policy) return { rows: 0, withOutcome: 0, atLeast: false };
  const wanted = policy.window.kind === 'rows' ? policy.window.rows : Infinity;
  const limit = Math.min(wanted, countedRows);
  const counted = await countOpenRows(tx, { project, environment, release: serving.release }, limit);
  return { ...counted, atLeast: counted.rows === limit && limit < wanted };
}

function peopleOf(releases: readonly (Release | undefined)[]): string[] {
  return releases.flatMap((release) => [
    ...(release?.requester.kind === 'person' ? [release.requester.objectId] : []),
    ...(release ? [release.modeller] : []),
    ...(release?.approval?.decisions.map(({ person }) => person) ?? []),
    ...(release?.approval?.approvers ?? []),
  ]);
}
