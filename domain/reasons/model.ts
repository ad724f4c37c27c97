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
  scoring_feature_mismatch: {
    sentence: "Key: {name}, Index: {row}. Data types don't match. Data type: {sent} but expected type: {expected}.",
    cure: 'Write a decimal input with its fraction (1100.0), a whole-number input without (3), a text in quotes.',
    retryable: false,
  },
  scoring_feature_missing: {
    sentence: 'Feature: {name} (data type: {expected}) is required but could not be found (Index: {row}).',
    cure: 'Send the feature in every row; the model has no value of its own for it.',
    retryable: false,
  },
  scoring_feature_count: {
    sentence: 'Key: {name}, Index: {row}. Number of values: {sent}, but expected: {expected}.',
    cure: 'Send as many values as the model takes for one row.',
    retryable: false,
  },
  model_graph_broken: {
    sentence: 'The graph of the model cannot be run: {why}.',
    cure: 'Export the model again; a graph that TensorFlow wrote does not have this fault.',
    retryable: false,
  },
  model_run_failed: {
    sentence: 'The model cannot compute with this request: {why}.',
    cure: 'Compare the inputs with the signature; with inputs that fit, the export of the model is at fault.',
    retryable: false,
  },
  scoring_path_unknown: {
    sentence: 'There is nothing at {request}.',
    cure: 'Models answer below /v1/models/<name>.',
    retryable: false,
  },
  scoring_path_malformed: {
    sentence: 'Malformed request: {request}.',
    cure: 'POST to /v1/models/<name>[/versions/<n>]:predict, :classify or :regress; GET …/<name>[/versions/<n>][/metadata].',
    retryable: false,
  },
  scoring_label_unknown: {
    sentence: 'Unrecognized servable version label: {label}.',
    cure: 'Name the version by its number, or leave it out.',
    retryable: false,
  },
  scoring_model_unknown: {
    sentence: 'Servable not found for request: {request}.',
    cure: 'This server has {served}.',
    retryable: false,
  },
  scoring_signature_unknown: {
    sentence: 'Serving signature name: "{name}" not found in signature def.',
    cure: 'The model has the signatures {known}.',
    retryable: false,
  },
  scoring_method_mismatch: {
    sentence: 'Expected signature method_name of {name} to be {wanted}. Was: {method}.',
    cure: 'Call the method that belongs to the signature, or name another signature in "signature_name".',
    retryable: false,
  },
  scoring_too_many_rows: {
    sentence: 'The request has {rows} rows; {limit} are scored at once.',
    cure: 'Send the rows in several requests.',
    retryable: false,
  },
  scoring_body_too_large: {
    sentence: 'The body of the request is larger than {limit} bytes.',
    cure: 'Send the rows in several requests.',
    retryable: false,
  },
  model_server_arguments: {
    sentence: 'The model server cannot start: {why}.',
    cure: 'Start it as: {usage}',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
