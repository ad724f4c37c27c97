import type { MonitoringDependencies } from './dependencies';
import { type DueReport, type DueRequest, evaluateDue } from './evaluate-due';

export type { MonitoringDependencies } from './dependencies';
export type { DueReport, DueRequest } from './evaluate-due';

export function createMonitoringActivities(deps: MonitoringDependencies) {
  return {
    evaluateDue: (request: DueRequest): Promise<DueReport> => evaluateDue(deps, request),
  };
}

export type MonitoringActivities = ReturnType<typeof createMonitoringActivities>;
