import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { ProjectFile } from '../domain/project';
import type { Release, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import type { Tx } from './database';
import { listTrend } from './evaluation-facts';
import { findNames } from './people';
import { countOpenOutcomes, type PerformanceFacts, readPerformanceFacts } from './performance-facts';
import { findNewestRelease, findRelease } from './releases';
import { listRetrainings } from './retrainings';
import { findServing, listServings } from './servings';

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
  /** The most urgent one that is not closed. */
  readonly alert?: Alert;
  /** Of each of the last windows the evaluation that counted, or else its newest; oldest window first. */
  readonly evaluations: readonly Evaluation[];
  readonly open?: PerformanceFacts['open'];
  /** Rows of the open window whose outcome is known; only where it is agreed in rows. */
  readonly openOutcomes?: number;
  /** Everything that served since the first of those windows, and what was retrained since; oldest first. */
  readonly servings: readonly ServingRecord[];
  readonly retrainings: readonly Retraining[];
  /** Object id → name of whoever decided or asked. */
  readonly people: Readonly<Record<string, string>>;
}

const shownWindows = 50;
const shownMarks = 30;

export async function readOverviewFacts(tx: Tx, file: ProjectFile, environment: string): Promise<OverviewFacts> {
  const { project, monitoring } = file;
  const judged = monitoring?.environments.includes(environment) ? monitoring : undefined;
  const serving = await findServing(tx, project, environment);
  const servedBy = serving && (await findRelease(tx, serving.release));
  const release = await findNewestRelease(tx, project, environment);
  const retrainings = await listRetrainings(tx, project, { environment, limit: shownMarks });
  const evaluations = await listTrend(tx, project, environment, shownWindows);
  const [retraining] = retrainings;
  const facts = judged && (await readPerformanceFacts(tx, project, environment, { monitoring: judged }));
  const [alert] = facts?.alerts ?? [];
  const openOutcomes =
    serving && judged?.window.kind === 'rows'
      ? await countOpenOutcomes(tx, project, environment, serving.release, judged.window.rows)
      : undefined;
  return {
    name: environment,
    evaluations,
    servings: (await listServings(tx, project, environment)).slice(-shownMarks),
    retrainings: retrainings.toReversed(),
    people: { ...file.people, ...(await findNames(tx, peopleOf([servedBy, release]))) },
    ...(serving ? { serving } : {}),
    ...(servedBy ? { servedBy } : {}),
    ...(release ? { release } : {}),
    ...(retraining ? { retraining } : {}),
    ...(alert ? { alert } : {}),
    ...(facts?.open ? { open: facts.open } : {}),
    ...(openOutcomes === undefined ? {} : { openOutcomes }),
  };
}

function peopleOf(releases: readonly (Release | undefined)[]): string[] {
  return releases.flatMap((release) => [
    ...(release?.requester.kind === 'person' ? [release.requester.objectId] : []),
    ...(release?.approval?.decisions.map(({ person }) => person) ?? []),
  ]);
}
