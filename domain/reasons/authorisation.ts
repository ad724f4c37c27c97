import type { Reason } from './types';

export const authorisationReasons = {
  not_allowed: {
    sentence: 'You may not {action} in {project}: it needs the role {role}.',
    cure: 'Ask {who}, or have the project file changed.',
    retryable: false,
  },
  token_missing: {
    sentence: 'No token was sent.',
    cure: 'Send "Authorization: Bearer stw_…".',
    retryable: false,
  },
  token_refused: {
    sentence: 'The token is unknown, revoked or expired.',
    cure: 'Create a new one with `steward token create`.',
    retryable: false,
  },
  token_scope: {
    sentence: 'This token does not carry the scope {scope}.',
    cure: 'Create one with `--scope {scope}`.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
