import type { Database } from '../../database/database';
import { listProjects } from '../../database/projects';
import { listServedEnvironments } from '../../database/servings';
import type { Instant } from '../../domain/release/release';

export interface MonitorDependencies {
  readonly database: Database;
  readonly now: () => Instant;
  readonly ensureMonitor: (project: string, environment: string) => Promise<void>;
  readonly wakeMonitor: (project: string, environment: string) => Promise<void>;
  /** Told of each monitor that could not be started or woken. */
  readonly reportMonitor: (line: { project: string; environment: string; error: unknown }) => void;
}

const minute = 60_000;
/** A monitor that runs is asked after once in so many minutes: a thousand of them are not asked after in one sweep. */
const turns = 10;

/**
 * Starts the monitor of every environment that the project files have judged, and in which something served. One that has
 * not looked since its project file was applied is woken, so that a new policy does not wait for the timer of the old one.
 */
export async function ensureMonitors(deps: MonitorDependencies): Promise<void> {
  const judged = new Map<string, Instant>(
    (await listProjects(deps.database)).flatMap(({ file, appliedAt }) =>
      (file.monitoring?.environments ?? []).map(
        (environment) => [`${file.project}/${environment}`, appliedAt] as const,
      ),
    ),
  );
  if (judged.size === 0) return;
  const turn = Math.floor(Date.parse(deps.now()) / minute) % turns;
  for (const { project, environment, judgedAt } of await listServedEnvironments(deps.database)) {
    const name = `${project}/${environment}`;
    const appliedAt = judged.get(name);
    if (appliedAt === undefined) continue;
    const overtaken = judgedAt !== null && judgedAt < appliedAt;
    if (judgedAt !== null && !overtaken && turnOf(name) !== turn) continue;
    try {
      await (overtaken ? deps.wakeMonitor : deps.ensureMonitor)(project, environment);
    } catch (error) {
      deps.reportMonitor({ project, environment, error });
    }
  }
}

/** The same for a name at all times, and spread over all turns. */
function turnOf(name: string): number {
  return [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9_973, 7) % turns;
}
