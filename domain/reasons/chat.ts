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
  button_not_pressed: {
    sentence: 'This card asked by itself; nobody pressed a button, so nothing was done.',
    cure: 'Press the button, or type the command; Steward keeps its cards current without being asked.',
    retryable: false,
  },
  chat_settings: {
    sentence: 'The bot cannot run with these settings: {why}.',
    cure: '{cure}',
    retryable: false,
  },
  sender_unknown: {
    sentence: 'The channel did not say who you are in the directory, so nothing was done.',
    cure: 'Sign in to Teams with your work account and try again.',
    retryable: false,
  },
  channel_not_standard: {
    sentence: 'This is a {type} channel; Steward works in standard channels, in group chats and in personal chats.',
    cure: 'Use a standard channel of the team.',
    retryable: false,
  },
  still_working: {
    sentence: 'This takes longer than usual; I am still working on it.',
    cure: 'The answer follows here; there is no need to ask again.',
    retryable: false,
  },
  channel_busy: {
    sentence: 'The channel takes no messages just now: {why}.',
    cure: 'It is tried again by itself.',
    retryable: true,
  },
  channel_ambiguous: {
    sentence: 'The channel did not say whether it took the message: {why}.',
    cure: 'Look whether it is there before it is sent again.',
    retryable: false,
  },
  channel_gone: {
    sentence: 'The bot may not write in this conversation any more: {why}.',
    cure: 'Add the app to the team again; the next message there revives the conversation.',
    retryable: false,
  },
  card_gone: {
    sentence: 'The message to change is no longer in the conversation.',
    cure: 'A new one takes its place.',
    retryable: false,
  },
  message_refused: {
    sentence: 'The channel refuses the message: {why}.',
    cure: 'This is a defect of Steward; report it with this sentence.',
    retryable: false,
  },
  chat_credentials: {
    sentence: 'The channel refuses the credentials of the bot: {why}.',
    cure: 'Check its app id, tenant, and secret or certificate (expired?).',
    retryable: true,
  },
  service_not_trusted: {
    sentence: 'The conversation names {host} as its service, which is no known address of Teams.',
    cure: 'If your Teams runs in a cloud of its own, add the host to STEWARD_BOT_TEAMS_HOSTS.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
