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
  environment_needs_nothing: {
    sentence: 'Nothing has to be prepared for {environment}: its target is {kind}.',
    cure: 'Name an environment whose target is kubernetes.',
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
  score_file_unfit: {
    sentence: '`{file}` cannot be scored: {why}',
    cure: 'Nothing was sent.',
    retryable: false,
  },
  score_cell_not_whole: {
    sentence: 'Line {line} of the CSV file, column {column}: the contract wants a whole number.',
    cure: 'Write whole numbers like 3 and leave the field empty when the value is missing.',
    retryable: false,
  },
  score_reference_unfit: {
    sentence:
      'Line {line} of the CSV file, column {column}: a reference has 1 to 200 printable ASCII characters and no comma.',
    cure: 'Name another column with `--reference`, or leave it out: references are then made from the file and the row.',
    retryable: false,
  },
  score_reference_doubled: {
    sentence: 'Two rows have one reference: {one} and {other}.',
    cure: 'A reference is one row for all time: name a column with `--reference` that tells rows apart. Nothing was sent.',
    retryable: false,
  },
  score_nothing_serves: {
    sentence: 'Nothing serves {environment} of {project}.',
    cure: 'Release a version there first: `deploy` in the channel.',
    retryable: false,
  },
  score_row_unfit: {
    sentence: 'The row of {place} cannot be sent: {name}: {why}.',
    cure: 'Compare the row with the inputs of the contract.',
    retryable: false,
  },
  score_refused: {
    sentence: 'The server refused {rows}: {why}.',
    cure: 'Rows before are scored and recorded; mend what it says and give the same command again, which records no row twice.',
    retryable: false,
  },
  score_server_away: {
    sentence: 'The server stayed away; the last word on {rows} was: {why}.',
    cure: 'Give the same command again when it is back: rows that are recorded are not recorded twice.',
    retryable: true,
  },
  score_answer_unusable: {
    sentence: 'No scores for {rows}: {why}.',
    cure: 'Look at the model server; the same command scores them again and records no row twice.',
    retryable: true,
  },
  score_incomplete: {
    sentence: '{missing} of {rows} rows have no score.',
    cure: 'Give the same command again for them: rows that are recorded are not recorded twice.',
    retryable: true,
  },
  score_interrupted: {
    sentence: 'Interrupted after {scored} of {rows} rows.',
    cure: 'Give the same command again to go on: rows that are recorded are not recorded twice.',
    retryable: true,
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
  store_deletes_nothing: {
    sentence: 'Steward deletes nothing from its store.',
    cure: 'Type `steward store gc --dry-run` for what nobody refers to any more. Delete images and packages by their digests with the tools of the registry, whose garbage collection then frees the room; in a folder, with a tool for OCI image layouts while Steward is stopped.',
    retryable: false,
  },
  audit_nothing: {
    sentence: 'Nothing is recorded about {subject}.',
    cure: 'Subjects are written like release/r17, retraining/t4, alert/a3, version/hmeq/v4 and project/hmeq.',
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
