import { type ReasonCode, reasonGroups, reasonTable } from '../domain/reasons';

const special: Partial<Record<ReasonCode, number>> = {
  token_missing: 401,
  token_refused: 401,
  token_scope: 403,
  not_allowed: 403,
  project_unknown: 404,
  version_unknown: 404,
  outcome_key_reused: 409,
  archive_too_large: 413,
  outcomes_too_large: 413,
  outcomes_invalid: 422,
  outcome_value_unknown: 422,
  outcome_twice: 422,
  internal: 500,
};

/** The HTTP status of a reason: what the caller can mend is 4xx, what mends itself 503. */
export function statusOf(code: ReasonCode): number {
  const known = special[code];
  if (known !== undefined) return known;
  if (reasonTable[code].retryable) return 503;
  return code in reasonGroups.package || code in reasonGroups.model ? 422 : 400;
}
