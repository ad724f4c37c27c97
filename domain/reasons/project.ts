import type { Reason } from './types';

export const projectReasons = {
  project_unknown: {
    sentence: 'There is no project "{project}".',
    cure: 'Apply its project file with `steward project apply FILE`; projects here: {projects}.',
    retryable: false,
  },
  project_file_too_large: {
    sentence: 'The project file has {bytes} bytes; at most {limit} are read.',
    cure: 'Keep only the project in it: no data, no lists of applicants.',
    retryable: false,
  },
  project_file_not_yaml: {
    sentence: 'The project file is not proper YAML: {why}.',
    cure: 'Mend that line and apply the file again.',
    retryable: false,
  },
  project_file_invalid: {
    sentence: 'The project file cannot be applied; mistakes: {count}.\n{problems}\n',
    cure: 'Mend them and apply the file again; nothing was changed.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
