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
  row_not_sendable: {
    sentence: 'Row {row} cannot be sent for scoring: {name}: {why}.',
    cure: 'Compare the row with the inputs of the contract; leave missing values out.',
    retryable: false,
  },
  scoring_refused: {
    sentence: 'The model server refused to score: {why}',
    cure: 'Compare the inputs and the call of the contract with what the model expects (its metadata tells).',
    retryable: false,
  },
  scoring_answer_unexpected: {
    sentence: 'The answer of the model server holds no score where the call says: {why}.',
    cure: 'Look at the call of the contract: the method, the signature, and which number of the answer is the score.',
    retryable: false,
  },
  scoring_json_malformed: {
    sentence: 'The request is no readable JSON: {why} (at character {position}).',
    cure: 'Send one JSON object in UTF-8. Beyond JSON only the numbers NaN, Infinity and -Infinity are read.',
    retryable: false,
  },
  scoring_request_malformed: {
    sentence: 'Malformed request: {why}.',
    cure: 'Send {"examples": [{…}]} to :classify and :regress, {"instances": […]} or {"inputs": …} to :predict.',
    retryable: false,
  },
  scoring_type_mismatch: {
    sentence: "Input {name}: Data types don't match. It is {sent}, but the expected type is {expected}.",
    cure: 'Write a decimal number with its fraction (1100.0), a whole number without (3), a text in quotes.',
    retryable: false,
  },
  scoring_number_too_large: {
    sentence: 'Input {name} has a number that {type} cannot hold.',
    cure: 'Send a smaller number; for a decimal input write a large whole number with its fraction (20000000.0).',
    retryable: false,
  },
  scoring_shape_mismatch: {
    sentence: 'Input {name} has the shape {sent}, and the signature wants {expected}.',
    cure: 'Nest the values as deep as the signature says, one row after the other.',
    retryable: false,
  },
  scoring_type_not_supported: {
    sentence: 'Input {name} has the type {dtype}, which the local model server does not read.',
    cure: 'Use inputs of the types DT_FLOAT, DT_INT32, DT_INT64, DT_BOOL or DT_STRING, or another target.',
    retryable: false,
  },
  scoring_input_unknown: {
    sentence: 'The signature does not have the named input {name}.',
    cure: 'Send exactly the inputs {inputs}.',
    retryable: false,
  },
  scoring_input_missing: {
    sentence: 'The named inputs {names} are missing in a row.',
    cure: 'Send every input of the signature in every row; NaN stands for a missing number, "" for a missing text.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
