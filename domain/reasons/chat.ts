import type { Reason } from './types';

export const chatReasons = {
  unknown_command: {
    sentence: 'I do not know the command "{command}".',
    cure: '{suggestion}',
    retryable: false,
  },
  message_too_long: {
    sentence: 'The message has {length} characters; I read at most {limit}.',
    cure: 'Send one short command; `help` lists them.',
    retryable: false,
  },
  not_connected: {
    sentence: 'This conversation is not connected to a project.',
    cure: 'Type `connect <project>` first; projects here: {projects}.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
