import type { Reason } from './types';

export const outcomesReasons = {
  outcomes_invalid: {
    sentence: 'The outcomes cannot be imported; mistakes: {count}.\n{problems}\n',
    cure: 'Mend them and deliver again; nothing was imported.',
    retryable: false,
  },
  outcomes_none: {
    sentence: 'The file has a header line and no outcomes.',
    cure: 'Deliver a file with at least one row below the header; nothing was imported.',
    retryable: false,
  },
  outcomes_not_json: {
    sentence: 'The request body is not JSON text in UTF-8.',
    cure: 'Send an object with the list `outcomes`, as docs/outcomes.md shows; nothing was imported.',
    retryable: false,
  },
  outcomes_too_large: {
    sentence: 'The request body is larger than {limit}.',
    cure: 'Send the outcomes in several requests; nothing was imported.',
    retryable: false,
  },
  outcome_value_unknown: {
    sentence: '{place}: the outcome is neither the event nor the one other value.',
    cure: 'The event is {event}, the other is {other}. Mend the row, or name the right column, and deliver again; nothing was imported.',
    retryable: false,
  },
  outcome_twice: {
    sentence: '{place}: the same reference has another outcome earlier in the delivery ({first}).',
    cure: 'Keep the outcome that is true and deliver again; nothing was imported.',
    retryable: false,
  },
  outcome_key_reused: {
    sentence: 'The key of this delivery was used before, for other outcomes.',
    cure: 'Give each delivery a key of its own, or none: then the same outcomes are the same delivery. Nothing was imported.',
    retryable: false,
  },
  time_unreadable: {
    sentence: '`{option}` is no time that Steward reads.',
    cure: 'Write it by ISO 8601 with its time zone, like 2026-11-23T18:00:00Z or 2026-11-23T19:00+01:00, or as a date alone for midnight UTC.',
    retryable: false,
  },
  scores_selection_unclear: {
    sentence: 'It is not clear which rows are meant: {why}.',
    cure: 'Give `--window <number>` alone, or any of `--version`, `--from` and `--to`.',
    retryable: false,
  },
  scores_window_unknown: {
    sentence: '{environment} of {project} has no window {window}.',
    cure: 'Windows are numbered from 1 in each environment; the newest here is {newest}.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
