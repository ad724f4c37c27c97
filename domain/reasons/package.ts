import type { Reason } from './types';

const packAgain = 'Pack the plain files again with an ordinary zip program and register that.';

export const packageReasons = {
  not_in_inbox: {
    sentence: 'There is no "{file}" in the inbox.',
    cure: 'There is: {files}. Lay the package there, or name one of these.',
    retryable: false,
  },
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
  package_format_unknown: {
    sentence: '{file} is none of the kinds of model package that are known here.',
    cure: 'It must hold ModelProperties.json (SAS Model Manager), MLmodel (MLflow) or a folder such as 1/ with saved_model.pb (TensorFlow Serving) at its top or in one top folder.',
    retryable: false,
  },
  package_two_versions: {
    sentence: 'The package holds several version folders: {folders}.',
    cure: 'A package is one version: leave one of them in and register the others by themselves.',
    retryable: false,
  },
  package_two_models: {
    sentence: 'The package holds several models: {places}.',
    cure: 'Leave one SavedModel in it, as a folder such as 1/ or as one zip.',
    retryable: false,
  },
  package_file_too_large: {
    sentence: 'The file {file} of the package has {size}; at most {limit} are read.',
    cure: 'Only a description belongs there; leave data out of it.',
    retryable: false,
  },
  package_file_broken: {
    sentence: 'The file {file} of the package is not proper {form}: {why}.',
    cure: 'Write it again with the program that made the package.',
    retryable: false,
  },
  package_file_wrong: {
    sentence: 'The package describes itself wrongly; mistakes: {count}.\n{problems}\n',
    cure: 'Correct them where the package is made and register it again.',
    retryable: false,
  },
  package_text_broken: {
    sentence: 'The package holds a text that is none: {where} has a control character or half a character in it.',
    cure: 'Write its names and values in plain characters where the package is made and register it again.',
    retryable: false,
  },
  mlflow_flavour_missing: {
    sentence: 'The MLflow model has no tensorflow flavour (it has: {flavours}).',
    cure: 'Log it with mlflow.tensorflow, as a SavedModel.',
    retryable: false,
  },
  saved_model_missing: {
    sentence: 'There is no saved_model.pb in {where}.',
    cure: 'Export the model as a SavedModel and pack its whole folder.',
    retryable: false,
  },
  saved_model_as_text: {
    sentence: 'The SavedModel in {where} is in text form (saved_model.pbtxt).',
    cure: 'Export it in the binary form, saved_model.pb.',
    retryable: false,
  },
  variables_missing: {
    sentence: 'The weights of the model are not whole: {what} is missing.',
    cure: 'Pack the whole variables folder that the export wrote.',
    retryable: false,
  },
  model_file_differs: {
    sentence: 'The file {file} of the package is not what was registered: {actual} instead of {expected}.',
    cure: 'Fetch the package again; if it happens again, the store is damaged: register the original anew.',
    retryable: false,
  },
  outcome_unknown: {
    sentence: 'The package does not say which outcome its model predicts.',
    cure: 'Say it in the project file under contract.outcome, or in the package (targetVariable and targetEvent).',
    retryable: false,
  },
  outcome_event_unknown: {
    sentence: 'The package predicts {outcome}, but does not say which of its values is the event.',
    cure: 'Say it in the project file under contract.outcome.event, or in the package (targetEvent).',
    retryable: false,
  },
  outcome_differs: {
    sentence: 'The model of this package predicts {told}; the project is about {outcome}.',
    cure: 'Register it in the project it belongs to, or correct contract.outcome in the project file.',
    retryable: false,
  },
  outcome_is_input: {
    sentence: 'The model takes {outcome} as an input, which is the outcome it predicts.',
    cure: 'Train it without that column: nobody knows it at the time of scoring.',
    retryable: false,
  },
  call_unknown: {
    sentence: 'How to call this model cannot be told from its graph: {why}.',
    cure: 'Say it in the project file under contract.call.',
    retryable: false,
  },
  call_not_offered: {
    sentence: 'The project calls its models by {call}, which this one does not offer: {why}.',
    cure: 'Correct contract.call in the project file, or export the model with that signature.',
    retryable: false,
  },
  inputs_unknown: {
    sentence: 'Which inputs the model takes is told neither by the package nor by its graph.',
    cure: 'List them in the project file under contract.inputs, or in the package (inputVar.json).',
    retryable: false,
  },
  inputs_clash: {
    sentence: 'The inputs do not fit the graph: {clashes}.',
    cure: 'Correct the list of inputs in the package or in the project file, or export the right graph.',
    retryable: false,
  },
  input_unknown: {
    sentence: 'The project file speaks of an input "{input}" that this model does not have.',
    cure: '{hint}; correct contract.inputs in the project file.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
