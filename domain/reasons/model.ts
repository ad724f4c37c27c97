import type { Reason } from './types';

export const modelReasons = {
  op_not_supported: {
    sentence: 'The model needs the TensorFlow op {op}, which the local model server does not run.',
    cure: '{runner}',
    retryable: false,
  },
  saved_model_unreadable: {
    sentence: 'The file saved_model.pb of the package cannot be read: {why}.',
    cure: "Export the model again with TensorFlow's SavedModel format, or look whether the file was cut on its way.",
    retryable: false,
  },
  saved_model_too_large: {
    sentence: 'The file saved_model.pb of the package is larger than {limit}.',
    cure: 'Export the weights into the variables folder instead of the graph.',
    retryable: false,
  },
  saved_model_not_served: {
    sentence: 'The file saved_model.pb holds no single graph with the tag "serve" (tags found: {tags}).',
    cure: 'Export the model for serving, with the tag "serve".',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
