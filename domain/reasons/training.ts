import type { Reason } from './types';

export const trainingReasons = {
  data_not_fit: {
    sentence: 'The data cannot train a model: {why}.',
    cure: 'Mend the data and train again.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
