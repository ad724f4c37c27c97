import { failRelease } from '../../database/advance-release';
import { listUnjudgedClicks } from '../../database/clicks';
import type { Database } from '../../database/database';
import { judge } from '../../database/decide-release';
import { dropOldDeliveries } from '../../database/deliveries';
import { listOpenReleases, listUnrecordedReleases } from '../../database/releases';
import { releaseName } from '../../domain/ids';
import type { ReleaseEngine } from '../../domain/ports/engine';
import type { Instant, Release } from '../../domain/release/release';

export interface ReconcileDependencies {
  readonly database: Database;
  readonly engine: ReleaseEngine;
  readonly now: () => Instant;
  /** Takes back what a lost release has staged. */
  readonly withdrawStaged: (key: { release: number }) => Promise<void>;
  /** Finishes a release that serves already. */
  readonly record: (key: { release: number }) => Promise<void>;
  readonly showRelease: (key: { release: number }) => Promise<unknown>;
  /** Told of each release that had to be mended, and of each that could not be. */
  readonly report: (line: { release: number; what: string }) => void;
}

/** A release that was opened a moment ago may just be on its way into the engine. */
const graceMs = 15_000;
const day = 86_400_000;

/**
 * Compares the open releases of PostgreSQL with the engine: one that never reached it is started, one whose workflow is
 * gone ends `engine_lost` after what it staged was taken back, one that serves but was not recorded is recorded.
 */
export function createReconcileActivities(deps: ReconcileDependencies) {
  return {
    sweep: async (): Promise<void> => {
      for (const { release, seen } of await listOpenReleases(deps.database)) {
        await guarded(deps, release, () => judgeLeftOver(deps, release));
        if (isYoung(release, deps.now())) continue;
        await guarded(deps, release, () => mend(deps, release, seen !== undefined));
      }
      for (const release of await listUnrecordedReleases(deps.database)) {
        if (isYoung(release, deps.now())) continue;
        await guarded(deps, release, async () => {
          if (await deps.engine.isRunning(runOf(release))) return;
          await deps.record({ release: release.number });
          await deps.showRelease({ release: release.number });
        });
      }
      await dropOldDeliveries(deps.database, new Date(Date.parse(deps.now()) - day).toISOString());
    },
  };
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>;

/** Clicks that were recorded while neither a worker nor the engine answered. */
async function judgeLeftOver(deps: ReconcileDependencies, release: Release): Promise<void> {
  const clicks = await listUnjudgedClicks(deps.database, release.number);
  for (const click of clicks) await deps.database.transaction((tx) => judge(tx, click.id, deps.now()));
  if (clicks.length > 0) await deps.engine.wake(runOf(release));
}

async function mend(deps: ReconcileDependencies, release: Release, seen: boolean): Promise<void> {
  const run = runOf(release);
  if (await deps.engine.isRunning(run)) return;
  if (!seen || release.steps.every((step) => step.state !== 'running' && step.state !== 'done')) {
    await deps.engine.startRelease(run);
    deps.report({ release: release.number, what: 'started: it had never reached the engine' });
    return;
  }
  await deps.withdrawStaged({ release: release.number });
  const ending = { code: 'engine_lost', details: { release: releaseName(release.number) } } as const;
  await deps.database.transaction((tx) => failRelease(tx, release.number, ending, deps.now()));
  await deps.showRelease({ release: release.number });
  deps.report({ release: release.number, what: 'ended: its workflow is gone' });
}

/** One release that cannot be mended now must not keep the sweep from the others; the next sweep tries again. */
async function guarded(deps: ReconcileDependencies, release: Release, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.report({ release: release.number, what: `not reconciled: ${String(error)}` });
  }
}

function isYoung(release: Release, now: Instant): boolean {
  return Date.parse(now) - Date.parse(release.endedAt ?? release.requestedAt) < graceMs;
}

function runOf({ number, project, environment }: Release) {
  return { release: number, project, environment };
}
