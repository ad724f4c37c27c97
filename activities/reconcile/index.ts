import { listStaleCards } from '../../database/cards';
import { listUnjudgedClicks } from '../../database/clicks';
import { judge } from '../../database/decide-release';
import { dropOldDeliveries } from '../../database/deliveries';
import { listOpenReleases, listUnrecordedReleases, type OpenRelease } from '../../database/releases';
import type { ReleaseEngine } from '../../domain/ports/engine';
import { type Instant, type Release, runOf } from '../../domain/release/release';
import { announceUntold, type UntoldDependencies } from './announce-untold';
import { ensureMonitors, type MonitorDependencies } from './ensure-monitors';
import { showStaleCards, type StaleCardDependencies } from './show-stale-cards';

export interface ReconcileDependencies extends MonitorDependencies, UntoldDependencies, StaleCardDependencies {
  readonly engine: ReleaseEngine;
  readonly now: () => Instant;
  /** Ends a lost release by what is true on its target. */
  readonly settle: (lost: { release: number; code: string; details: Record<string, never> }) => Promise<void>;
  /** Finishes a release that serves already. */
  readonly record: (key: { release: number }) => Promise<void>;
  readonly showRelease: (key: { release: number }) => Promise<unknown>;
  /** Whatever else is compared with the engine: retrainings. */
  readonly others: readonly (() => Promise<void>)[];
  /** Told of each release that had to be mended, and of each that could not be. */
  readonly report: (line: { release: number; what: string }) => void;
}

/** A release that was opened a moment ago may just be on its way into the engine. */
const graceMs = 15_000;
/** A card whose showing is under way is left to whoever shows it. */
const staleAfterMs = 60_000;
const day = 86_400_000;

/**
 * Compares the open releases of PostgreSQL with the engine: one that never reached it is started, one whose workflow is
 * gone is settled by what is true on its target, one that serves but was not recorded is recorded; shows what the channel
 * has not seen, and tells it of imports that it has not heard of. Every environment that is judged has its monitor.
 */
export function createReconcileActivities(deps: ReconcileDependencies) {
  return {
    sweep: async (): Promise<void> => {
      for (const open of await listOpenReleases(deps.database))
        await guarded(deps, open.release.number, () => reconcileOpen(deps, open));
      for (const release of await listUnrecordedReleases(deps.database))
        await guarded(deps, release.number, () => recordServing(deps, release));
      for (const sweepOthers of deps.others) await sweepOthers();
      const before = new Date(Date.parse(deps.now()) - staleAfterMs).toISOString();
      for (const release of await listStaleCards(deps.database, before))
        await guarded(deps, release, () => deps.showRelease({ release }));
      await showStaleCards(deps, before);
      await ensureMonitors(deps);
      await announceUntold(deps);
      await dropOldDeliveries(deps.database, new Date(Date.parse(deps.now()) - day).toISOString());
    },
  };
}

export type ReconcileActivities = ReturnType<typeof createReconcileActivities>;

async function reconcileOpen(deps: ReconcileDependencies, { release, openedAt, seen }: OpenRelease): Promise<void> {
  const run = runOf(release);
  if (await deps.engine.isRunning(run)) return nudge(deps, release);
  if (isYoung(openedAt, deps.now())) return;
  if (!seen) {
    await deps.engine.startRelease(run);
    return deps.report({ release: release.number, what: 'started: it had never reached the engine' });
  }
  await deps.settle({ release: release.number, code: 'engine_lost', details: {} });
  await deps.showRelease({ release: release.number });
  deps.report({ release: release.number, what: 'settled: its workflow is gone' });
}

/** Clicks that were recorded while neither a worker nor the engine answered are judged; a run that may not know is told. */
async function nudge(deps: ReconcileDependencies, release: Release): Promise<void> {
  const clicks = await listUnjudgedClicks(deps.database, release.number);
  for (const click of clicks) await deps.database.transaction((tx) => judge(tx, click.id, deps.now()));
  const idle = release.state === 'approved' && release.steps.every(({ state }) => state !== 'running');
  if (clicks.length > 0 || idle || release.cancelRequested) await deps.engine.wake(runOf(release));
}

async function recordServing(deps: ReconcileDependencies, release: Release): Promise<void> {
  if (isYoung(release.endedAt ?? release.requestedAt, deps.now())) return;
  if (await deps.engine.isRunning(runOf(release))) return;
  await deps.record({ release: release.number });
  await deps.showRelease({ release: release.number });
}

/** One release that cannot be mended now must not keep the sweep from the others; the next sweep tries again. */
async function guarded(deps: ReconcileDependencies, release: number, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.report({ release, what: `not reconciled: ${String(error)}` });
  }
}

function isYoung(since: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(since) < graceMs;
}
