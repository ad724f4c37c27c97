import type { ObservationDependencies } from './dependencies';
import { observeAll } from './observe-all';

export function createObservationActivities(deps: ObservationDependencies) {
  return {
    /** Looks at everything that serves; returns the alerts whose cards are to be shown anew. */
    observeAll: () => observeAll(deps),
  };
}

export type ObservationActivities = ReturnType<typeof createObservationActivities>;
