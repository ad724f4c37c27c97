import { StewardError } from '../../domain/errors';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';

/** The desk of a Steward that has no trainer: says so to whoever asks. */
export function createNoRetraining(): RetrainingDesk {
  return {
    open: ({ project }) => Promise.reject(new StewardError('retraining_not_configured', { project })),
    cancel: (retraining) =>
      Promise.reject(new StewardError('retraining_unknown', { retraining: `t${retraining}`, project: 'any project' })),
    room: () => Promise.resolve({ may: false, why: 'Nothing is retrained here.' }),
  };
}
