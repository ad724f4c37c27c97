import type { Reason } from './types';

export const releaseReasons = {
  engine_lost: {
    sentence: '{release} was ended outside Steward: its workflow is gone.',
    cure: 'Nothing was switched; deploy again.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
