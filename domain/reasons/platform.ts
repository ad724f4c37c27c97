import type { Reason } from './types';

export const platformReasons = {
  internal: {
    sentence: 'Something went wrong inside Steward: {what}.',
    cure: 'Look for the request id {request} in the logs; if it happens again, report it with those lines.',
    retryable: true,
  },
  database_away: {
    sentence: 'PostgreSQL does not answer.',
    cure: 'Nothing was changed; try again in a minute; if it lasts, tell whoever runs Steward.',
    retryable: true,
  },
  schema_old: {
    sentence: 'The database has an older schema than this program.',
    cure: 'Run `steward migrate` as the owner of the database, then start again.',
    retryable: true,
  },
  listener_port_taken: {
    sentence: 'Port {port} of {host} is in use by another program.',
    cure: 'Stop that program, or choose another port in the settings.',
    retryable: false,
  },
  engine_away: {
    sentence: 'The workflow engine does not answer.',
    cure: 'Try again in a minute; if it lasts, tell whoever runs Steward.',
    retryable: true,
  },
  settings_invalid: {
    sentence: 'The settings of this {process} are not complete; mistakes: {count}.\n{problems}\n',
    cure: 'Set them in the environment (docs/reference/configuration.md lists all) and start again.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
