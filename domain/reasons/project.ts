import type { Reason } from './types';

export const projectReasons = {
  project_unknown: {
    sentence: 'There is no project "{project}".',
    cure: 'Apply its project file with `steward project apply FILE`; projects here: {projects}.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
