import type { Reason } from './types';

export const modelReasons = {
  op_not_supported: {
    sentence: 'The model needs the TensorFlow op {op}, which the local model server does not run.',
    cure: '{runner}',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
