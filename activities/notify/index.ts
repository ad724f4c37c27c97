import type { NotifyDependencies } from './dependencies';
import { listMonitors } from './list-monitors';
import { showAlert } from './show-alert';
import { showRelease } from './show-release';
import { showRetraining } from './show-retraining';
import { tellAllIsWell } from './tell-all-is-well';
import { tellImport } from './tell-import';
import { tellMilestone } from './tell-milestone';
import { tellRegistration } from './tell-registration';
import { tellRetraining } from './tell-retraining';

export type { NotifyDependencies } from './dependencies';

export function createNotifyActivities(deps: NotifyDependencies) {
  return {
    showRelease: ({ release }: { release: number }) => showRelease(deps, release),
    tellImport: (told: { import: number }) => tellImport(deps, told.import),
    listMonitors: (told: { import: number }) => listMonitors(deps, told.import),
    tellMilestone: ({ release }: { release: number }) => tellMilestone(deps, release),
    tellRegistration: (told: Parameters<typeof tellRegistration>[1]) => tellRegistration(deps, told),
    /** Shows an alert, and calls those who can act when it is raised, wakes or is over. */
    showAlert: ({ alert }: { alert: number }) => showAlert(deps, alert),
    tellAllIsWell: ({ evaluation }: { evaluation: number }) => tellAllIsWell(deps, evaluation),
    showRetraining: ({ retraining }: { retraining: number }) => showRetraining(deps, retraining),
    /** Below the card of a retraining that has ended; show it first. */
    tellRetraining: ({ retraining }: { retraining: number }) => tellRetraining(deps, retraining),
  };
}

export type NotifyActivities = ReturnType<typeof createNotifyActivities>;
