import { openApproval } from '../../database/advance-release';
import { expire, judge } from '../../database/decide-release';
import { getRelease } from '../../database/releases';
import type { DecisionOutcome } from '../../domain/release/decide';
import type { Instant, Release } from '../../domain/release/release';
import type { ReleaseState } from '../../domain/release/states';
import type { ReleaseStep } from '../../domain/release/steps';
import { buildImage } from './build-image';
import { checkPackage } from './check-package';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { confirmPlan, planTarget } from './plan-target';
import { discardBuild } from './discard-build';
import { pushImage } from './push-image';
import { recordRelease } from './record-release';
import { type Failure, settleRelease } from './settle-release';
import { stageModel } from './stage-model';
import { switchTraffic } from './switch-traffic';
import { verifyScores } from './verify-scores';

export type { ReleaseDependencies } from './dependencies';

/** What a workflow needs to know of its release to go on. */
export interface ReleaseGlance {
  readonly state: ReleaseState;
  readonly done: readonly ReleaseStep[];
  readonly expiresAt?: Instant;
  readonly cancelRequested: boolean;
}

interface At {
  /** The workflow's clock, so that timers and this agree about the time. */
  readonly now: Instant;
}

export function createReleaseActivities(deps: ReleaseDependencies) {
  const { database } = deps;
  return {
    check: (key: ReleaseKey) => checkPackage(deps, key),
    build: (key: ReleaseKey) => buildImage(deps, key),
    plan: (key: ReleaseKey) => planTarget(deps, key),
    confirmPlan: (key: ReleaseKey) => confirmPlan(deps, key),
    push: (key: ReleaseKey) => pushImage(deps, key),
    discardBuild: (key: ReleaseKey) => discardBuild(deps, key),
    stage: (key: ReleaseKey) => stageModel(deps, key),
    verify: (key: ReleaseKey) => verifyScores(deps, key),
    switchTraffic: (key: ReleaseKey) => switchTraffic(deps, key),
    record: (key: ReleaseKey) => recordRelease(deps, key),
    openApproval: async ({ release, now }: ReleaseKey & At): Promise<ReleaseGlance> =>
      glanceAt(await database.transaction((tx) => openApproval(tx, release, now))),
    glance: async ({ release }: ReleaseKey): Promise<ReleaseGlance> => glanceAt(await getRelease(database, release)),
    judge: ({ click }: { click: number }): Promise<DecisionOutcome> =>
      database.transaction((tx) => judge(tx, click, deps.now())),
    expire: async ({ release, now }: ReleaseKey & At): Promise<ReleaseGlance> =>
      glanceAt(await database.transaction((tx) => expire(tx, release, now))),
    settle: (failure: Failure) => settleRelease(deps, failure),
  };
}

export type ReleaseActivities = ReturnType<typeof createReleaseActivities>;

function glanceAt(release: Release): ReleaseGlance {
  return {
    state: release.state,
    done: release.steps.filter((record) => record.state === 'done').map((record) => record.step),
    cancelRequested: release.cancelRequested !== undefined,
    ...(release.approval ? { expiresAt: release.approval.expiresAt } : {}),
  };
}
