import type { Reason } from './types';

const packAgain = 'Pack the plain files again with an ordinary zip program and register that.';

export const packageReasons = {
  not_a_zip: {
    sentence: '{file} is not a zip archive.',
    cure: 'Register a zip made by SAS Model Manager, a TensorFlow Serving zip or folder, or an MLflow model folder.',
    retryable: false,
  },
  package_missing: {
    sentence: 'There is no file or folder {file}.',
    cure: 'Look for a typing mistake, and whether the file has arrived.',
    retryable: false,
  },
  archive_too_large: {
    sentence: '{file} is too large to be a model package: {what} (at most {limit}).',
    cure: 'Leave data and unneeded files out of it; only the model and its description belong there.',
    retryable: false,
  },
  archive_damaged: {
    sentence: '{file} is a zip archive that is damaged or made in an unusual way: {why}.',
    cure: `If it was cut off on its way, copy it again. ${packAgain}`,
    retryable: false,
  },
  archive_entry_name: {
    sentence: '{file} holds an entry that must not be unpacked: {entry} {why}.',
    cure: packAgain,
    retryable: false,
  },
  archive_entry_kind: {
    sentence: '{file} holds {entry}, which is {kind}; only plain files and folders are accepted.',
    cure: packAgain,
    retryable: false,
  },
  archive_entry_doubled: {
    sentence: '{file} holds both {entry} and {other}, which would be the same file on some systems.',
    cure: packAgain,
    retryable: false,
  },
  archive_entry_lies: {
    sentence: 'The entry {entry} of {file} is not what the archive says about it: {why}.',
    cure: packAgain,
    retryable: false,
  },
  archive_entry_coded: {
    sentence: 'The entry {entry} of {file} is {how}.',
    cure: 'Pack it again without a password, with the ordinary "deflate" compression or none.',
    retryable: false,
  },
  archive_bomb: {
    sentence: '{file} would blow up when unpacked: {what}.',
    cure: packAgain,
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
