import type { NotifyDependencies } from './dependencies';
import { listMonitors } from './list-monitors';
import { showRelease } from './show-release';
import { tellImport } from './tell-import';
import { tellMilestone } from './tell-milestone';
import { tellRegistration } from './tell-registration';

export type { NotifyDependencies } from './dependencies';

export function createNotifyActivities(deps: NotifyDependencies) {
  return {
    showRelease: ({ release }: { release: number }) => showRelease(deps, release),
    tellImport: (told: { import: number }) => tellImport(deps, told.import),
    listMonitors: (told: { import: number }) => listMonitors(deps, told.import),
    tellMilestone: ({ release }: { release: number }) => tellMilestone(deps, release),
    tellRegistration: (told: Parameters<typeof tellRegistration>[1]) => tellRegistration(deps, told),
  };
}

export type NotifyActivities = ReturnType<typeof createNotifyActivities>;
