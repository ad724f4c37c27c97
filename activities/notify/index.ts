import type { NotifyDependencies } from './dependencies';
import { showRelease } from './show-release';
import { tellMilestone } from './tell-milestone';

export type { NotifyDependencies } from './dependencies';

export function createNotifyActivities(deps: NotifyDependencies) {
  return {
    showRelease: ({ release }: { release: number }) => showRelease(deps, release),
    tellMilestone: ({ release }: { release: number }) => tellMilestone(deps, release),
  };
}

export type NotifyActivities = ReturnType<typeof createNotifyActivities>;
