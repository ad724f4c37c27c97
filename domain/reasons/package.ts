import type { Reason } from './types';

export const packageReasons = {
  not_a_zip: {
    sentence: '{file} is not a zip archive.',
    cure: 'Register a zip made by SAS Model Manager, a TensorFlow Serving zip or folder, or an MLflow model folder.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
