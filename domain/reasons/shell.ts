import type { Reason } from './types';

export const shellReasons = {
  file_unreadable: {
    sentence: 'There is no readable file {file}.',
    cure: 'Check the path.',
    retryable: false,
  },
  file_too_long: {
    sentence: '{file} is longer than {limit} bytes.',
    cure: 'Check that it is the right file.',
    retryable: false,
  },
  object_id_invalid: {
    sentence: '"{given}" is no directory object id.',
    cure: 'Give the GUID of the person; in chat, `whoami` shows it.',
    retryable: false,
  },
  duration_invalid: {
    sentence: '"{given}" is no duration up to {longest}.',
    cure: 'Write it as 12h or 90d.',
    retryable: false,
  },
  token_unknown: {
    sentence: 'There is no token {token} that could be revoked.',
    cure: '`steward token list` shows them.',
    retryable: false,
  },
  ks_undefined: {
    sentence: 'KS is undefined: of {rows} rows with a score and an outcome, {events} are events and {others} are not.',
    cure: 'It takes rows of both kinds; look whether {outcome} is the outcome, {event} its event value and {score} the score.',
    retryable: false,
  },
  ks_outcome_unclear: {
    sentence:
      'The outcome column {column} has {values} values beside the event {event}, the second of them first in line {line}.',
    cure: 'KS compares the event with one other value: name the right column with `--outcome` and the right value with `--event`.',
    retryable: false,
  },
  modeller_missing: {
    sentence: 'A version has a modeller, and the shell does not know who you are.',
    cure: 'Give `--for <directory object id>`, or set STEWARD_LOCAL_PERSON.',
    retryable: false,
  },
  trainer_refused: {
    sentence: 'No package was made: {why}',
    cure: 'Nothing was written.',
    retryable: false,
  },
  verb_failed: {
    sentence: 'The command did not come to its end: {why}.',
    cure: 'Look at the disk, the rights of its folders and the network; if none of these is it, report this line.',
    retryable: false,
  },
  project_missing: {
    sentence: 'It is not clear which project is meant.',
    cure: 'Give `--project <name>`; projects here: {projects}.',
    retryable: false,
  },
  audit_broken: {
    sentence: 'The audit chain is broken at row {seq}: {why}.',
    cure: 'Nothing from that row on can be trusted. Compare with a backup and with the heads that were noted elsewhere.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
