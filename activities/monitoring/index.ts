import type { MonitoringDependencies } from './dependencies';
import { type DueReport, type DueRequest, evaluateDue } from './evaluate-due';
import { type BrokenLook, recordBrokenLook } from './record-broken-look';

export type { MonitoringDependencies } from './dependencies';
export type { DueReport, DueRequest } from './evaluate-due';

export function createMonitoringActivities(deps: MonitoringDependencies) {
  return {
    evaluateDue: (request: DueRequest): Promise<DueReport> => evaluateDue(deps, request),
    recordBrokenLook: (look: BrokenLook) => recordBrokenLook(deps, look),
  };
}

export type MonitoringActivities = ReturnType<typeof createMonitoringActivities>;
