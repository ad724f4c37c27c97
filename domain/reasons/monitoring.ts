import type { Reason } from './types';

export const monitoringReasons = {
  not_monitored: {
    sentence: 'Nothing is judged in {environment} of {project}.',
    cure: 'Add it to `monitoring.environments` of the project file and apply it.',
    retryable: false,
  },
  alert_unknown: {
    sentence: 'There is no alert {alert} in {project}.',
    cure: 'Type `performance` to see what is open.',
    retryable: false,
  },
  judged_ok: {
    sentence: 'KS {ks} over {judged} rows of window {window}, which is at or above {limit}.',
    cure: 'There is nothing to do.',
    retryable: false,
  },
  judged_close: {
    sentence: 'KS {ks} over {judged} rows of window {window}: not below the threshold {threshold}, but below {limit}.',
    cure: 'It does not count against the version; `performance` shows the trend.',
    retryable: false,
  },
  judged_breach: {
    sentence: 'KS {ks} over {judged} rows of window {window}, which is below the threshold {threshold}.',
    cure: 'It takes {consecutive} such windows in a row for an alert; `performance` shows the trend.',
    retryable: false,
  },
  judged_inverted: {
    sentence:
      'Events score lower than non-events: KS {ks} over {judged} rows of window {window}, in the wrong direction.',
    cure: 'Check which output is the score and which outcome is the event (`contract` in the project file).',
    retryable: false,
  },
  judged_equal: {
    sentence: 'All {judged} scores of window {window} are equal and tell nobody apart: their KS is 0.',
    cure: 'Look at what is sent to the model: inputs that are missing or misspelt are the usual cause.',
    retryable: false,
  },
  rows_lost: {
    sentence:
      '{lost} answers from the time of window {window} are missing from the record beside its {rows} rows, so it cannot be judged.',
    cure: 'Look at the disk and the log of the scoring gateway, and at the rows that were refused.',
    retryable: false,
  },
  scores_unusable: {
    sentence: '{invalid} of {rows} scores of window {window} are no numbers from 0 to 1, so it cannot be judged.',
    cure: 'Check which output is the score (project file, `contract.call`), and what is sent to the model.',
    retryable: false,
  },
  outcomes_missing: {
    sentence:
      'Outcomes of {coverage} % of the {rows} rows of window {window} are known; {needed} % were needed, and waited for in vain.',
    cure: 'Deliver them: `steward outcomes import` takes a file.',
    retryable: false,
  },
  class_missing: {
    sentence: 'All {judged} known outcomes of window {window} are of one class, so no KS can be computed.',
    cure: 'Check which outcome value is the event (`contract` in the project file), and that all outcomes are delivered.',
    retryable: false,
  },
  events_few: {
    sentence: 'Window {window} has {events} events and {nonEvents} non-events; a judgement takes {needed} of each.',
    cure: 'Make the windows larger (`monitoring.window` in the project file) if this goes on.',
    retryable: false,
  },
  rows_awaited: {
    sentence: '{rows} of the {needed} rows of the next window are scored.',
    cure: 'It is judged when it is full and its outcomes are known.',
    retryable: false,
  },
  period_awaited: {
    sentence: 'The next window ends at {at}; {rows} rows are in it so far.',
    cure: 'It is judged when it has ended and its outcomes are known.',
    retryable: false,
  },
  maturity_awaited: {
    sentence: 'All {rows} rows of the next window are scored; their outcomes are due at {at}.',
    cure: 'It is judged then.',
    retryable: false,
  },
  outcomes_awaited: {
    sentence: 'Outcomes of {coverage} % of the {rows} rows of the next window are known; {needed} % are needed.',
    cure: 'Deliver them (`steward outcomes import`); they are waited for until {at}.',
    retryable: false,
  },
  window_changed: {
    sentence: 'The rows of window {window} are not those that it was closed with.',
    cure: 'Somebody changed the record outside Steward: compare it with a backup.',
    retryable: false,
  },
  evaluation_failed: {
    sentence: 'The evaluation of {version} in {environment} broke off: {what}.',
    cure: 'It is tried again with each look; the log of the worker tells more.',
    retryable: false,
  },
  alert_closed: {
    sentence: '{alert} is closed since {at}; there is nothing to take or to silence any more.',
    cure: 'Type `performance` to see how the model does now.',
    retryable: false,
  },
  snooze_length_invalid: {
    sentence: 'An alert cannot be silent for "{given}".',
    cure: 'Say a whole number of hours or days, at most {longest}: `snooze {alert} --for 7d -- reason`.',
    retryable: false,
  },
  version_not_serving: {
    sentence: '{version} does not serve in {environment}: {serving} does, and only what serves is judged anew.',
    cure: 'Type `performance {version}` for the evaluations that it has.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
