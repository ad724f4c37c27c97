import type { NotifyDependencies } from './dependencies';
import { showRelease } from './show-release';
import { tellMilestone } from './tell-milestone';
import { tellRegistration } from './tell-registration';

export type { NotifyDependencies } from './dependencies';

export function createNotifyActivities(deps: NotifyDependencies) {
  return {
    showRelease: ({ release }: { release: number }) => showRelease(deps, release),
    tellMilestone: ({ release }: { release: number }) => tellMilestone(deps, release),
    tellRegistration: (told: Parameters<typeof tellRegistration>[1]) => tellRegistration(deps, told),
  };
}

export type NotifyActivities = ReturnType<typeof createNotifyActivities>;
