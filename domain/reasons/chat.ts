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
  command_missing: {
    sentence: 'There is no command in this message.',
    cure: '`help` lists the commands.',
    retryable: false,
  },
  quotation_open: {
    sentence: 'The quotation mark at character {column} is never closed.',
    cure: 'Close it, or leave it out.',
    retryable: false,
  },
  unknown_flag: {
    sentence: '`{command}` has no flag `--{flag}` (character {column}).',
    cure: '{suggestion}',
    retryable: false,
  },
  flag_twice: {
    sentence: 'The flag `--{flag}` is there twice (character {column}).',
    cure: 'Give it once.',
    retryable: false,
  },
  flag_value_missing: {
    sentence: 'The flag `--{flag}` needs a value (character {column}).',
    cure: 'Type `--{flag} <{value}>`.',
    retryable: false,
  },
  flag_value_unwanted: {
    sentence: 'The flag `--{flag}` takes no value (character {column}).',
    cure: 'Type just `--{flag}`.',
    retryable: false,
  },
  argument_missing: {
    sentence: '`{command}` needs {argument}.',
    cure: 'Type `{usage}`, for example `{example}`.',
    retryable: false,
  },
  argument_invalid: {
    sentence: '"{word}" (character {column}) is not {expected}.',
    cure: 'Type `{usage}`, for example `{example}`.',
    retryable: false,
  },
  argument_unexpected: {
    sentence: 'I do not know what "{word}" (character {column}) is for.',
    cure: 'Type `{usage}`, for example `{example}`.',
    retryable: false,
  },
  reason_missing: {
    sentence: '`{command}` needs a reason.',
    cure: 'Put it at the end: `{usage}`, for example `{example}`.',
    retryable: false,
  },
  reason_unwanted: {
    sentence: '`{command}` takes no reason (character {column}).',
    cure: 'Type `{usage}`, for example `{example}`.',
    retryable: false,
  },
  button_outdated: {
    sentence: 'I do not know what this button asks for: {what}.',
    cure: 'Use the newest card of this release, or type the command; `help` lists them.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
