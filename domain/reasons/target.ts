import type { Reason } from './types';

export const targetReasons = {
  target_away: {
    sentence: 'The target of {environment} does not answer: {why}.',
    cure: 'It is tried again by itself; look at the target if it lasts.',
    retryable: true,
  },
} as const satisfies Readonly<Record<string, Reason>>;
