import { checkImages } from './check-images';
import type { ObservationDependencies } from './dependencies';
import { observeAll } from './observe-all';

export function createObservationActivities(deps: ObservationDependencies) {
  return {
    /** Looks at everything that serves; returns the alerts whose cards are to be shown anew. */
    observeAll: () => observeAll(deps),
    /** Asks for the images of the last releases, where that is due; returns alerts in the same way. */
    checkImages: () => checkImages(deps),
  };
}

export type ObservationActivities = ReturnType<typeof createObservationActivities>;
