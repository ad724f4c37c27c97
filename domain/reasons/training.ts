import type { Reason } from './types';

export const trainingReasons = {
  data_not_fit: {
    sentence: 'The data cannot train a model: {why}.',
    cure: 'Mend the data and train again.',
    retryable: false,
  },
  csv_too_large: {
    sentence: 'The CSV file has more than {limit} {what}.',
    cure: 'Split the file, or take a sample of its rows.',
    retryable: false,
  },
  csv_empty: {
    sentence: 'The CSV file has no {what}.',
    cure: 'It needs a header line with the column names, then one line for each row.',
    retryable: false,
  },
  csv_unreadable: {
    sentence: 'Line {line} of the CSV file cannot be read: {why}.',
    cure: 'Save the file as UTF-8 text with comma, semicolon or tab between the fields and quotes closed.',
    retryable: false,
  },
  csv_row_width: {
    sentence: 'Line {line} of the CSV file has {found} fields, the header line has {expected}.',
    cure: 'The separator was taken to be {separator}, as in the header line; use one separator and quote fields that hold it.',
    retryable: false,
  },
  csv_header: {
    sentence: 'The header line of the CSV file has {what}.',
    cure: 'Give each column one name of its own in the first line.',
    retryable: false,
  },
  csv_column_missing: {
    sentence: 'The CSV file has no column {column}.',
    cure: 'It has these columns: {columns}.',
    retryable: false,
  },
  csv_not_a_number: {
    sentence: 'Line {line} of the CSV file, column {column}: there is text where a number is needed.',
    cure: 'Write numbers like 1234.5 and leave the field empty when the value is missing.',
    retryable: false,
  },
  outcome_not_two: {
    sentence: 'The outcome column {column} has {found}; training needs exactly two values, one of them {event}.',
    cure: 'Name the right outcome column and event value, or mend the data.',
    retryable: false,
  },
  training_spec_invalid: {
    sentence: 'The training specification is not valid: {why}.',
    cure: 'Give the trainer a JSON object with contract, seed, split and parameters as docs describe.',
    retryable: false,
  },
  training_failed: {
    sentence: 'Training failed: {why}.',
    cure: 'Look at the trainer log and train again.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
