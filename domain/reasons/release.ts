import type { Reason } from './types';

export const releaseReasons = {
  engine_lost: {
    sentence: '{release} was ended outside Steward: its workflow is gone.',
    cure: 'What served before goes on serving; type `retry {release}` or deploy again.',
    retryable: false,
  },
  release_unknown: {
    sentence: 'There is no release {release} in {project}.',
    cure: 'Type `history` to see the releases.',
    retryable: false,
  },
  release_open: {
    sentence: '{release} is already bringing {version} to {environment} ({state}).',
    cure: 'Wait for it, or type `cancel {release}`.',
    retryable: false,
  },
  release_closed: {
    sentence: '{release} is {state}.',
    cure: 'Type `history` to see what became of it.',
    retryable: false,
  },
  release_too_late: {
    sentence: '{release} is switching traffic and can no longer be cancelled.',
    cure: 'Type `rollback {environment}` to go back.',
    retryable: false,
  },
  already_serving: {
    sentence: '{environment} already serves {version} with this image.',
    cure: 'There is nothing to do.',
    retryable: false,
  },
  nothing_to_roll_back: {
    sentence: 'Nothing was verified in {environment} before what serves there now.',
    cure: 'Deploy a version instead: `versions` lists them.',
    retryable: false,
  },
  rolled_back_already: {
    sentence: '{environment} went back to {version} just now, by {release} at {at}.',
    cure: 'If that is not far enough, type `rollback {environment} --further -- reason`.',
    retryable: false,
  },
  retry_not_failed: {
    sentence: '{release} is {state}; only a failed release can be retried.',
    cure: 'Deploy again for a new release.',
    retryable: false,
  },
  environment_unknown: {
    sentence: 'The project {project} has no environment "{environment}".',
    cure: '{suggestion}Its environments are: {environments}.',
    retryable: false,
  },
  environment_missing: {
    sentence: 'The project {project} has several environments, and I never guess one.',
    cure: 'Say which: {examples}.',
    retryable: false,
  },
  version_unknown: {
    sentence: 'The project {project} has no version "{version}".',
    cure: 'Type `versions` to list them.',
    retryable: false,
  },
  pointer_moved: {
    sentence: 'The {pointer} was moved by somebody else meanwhile: it is {stands} now.',
    cure: 'It is tried again by itself; `versions` shows where it stands.',
    retryable: true,
  },
  no_champion: {
    sentence: 'The project {project} has no champion yet.',
    cure: 'Register a package first: `register <file>`.',
    retryable: false,
  },
  approval_other_release: {
    sentence: 'This decision is for {card}, not for {release}.',
    cure: 'Use the newest card.',
    retryable: false,
  },
  approval_not_waiting: {
    sentence: '{release} is not waiting for approval: it is {state}.',
    cure: 'Type `status` to see where it stands.',
    retryable: false,
  },
  approval_expired: {
    sentence: 'The approval of {release} ran out at {at}.',
    cure: 'Deploy again to ask anew.',
    retryable: false,
  },
  approval_repeated: {
    sentence: 'You {verb} {release} already, at {at}; it counts once.',
    cure: 'There is nothing more to do for you.',
    retryable: false,
  },
  approval_outdated: {
    sentence: 'What {release} would release has changed since that card.',
    cure: 'Read the newest card and decide on it: `approve {release} {shown} -- reason`.',
    retryable: false,
  },
  approval_without_reason: {
    sentence: 'A decision needs a reason.',
    cure: 'Fill in the reason, or type `{verb} {release} {shown} -- your reason`.',
    retryable: false,
  },
  approver_not_listed: {
    sentence: 'You are not among those who may approve {release}.',
    cure: '{deciders} can decide; the project file names the approvers.',
    retryable: false,
  },
  approver_is_requester: {
    sentence: 'You asked for {release}, so somebody else must decide on it.',
    cure: '{deciders} can decide; the project file names the approvers.',
    retryable: false,
  },
  approver_is_modeller: {
    sentence: 'You registered {version}, so somebody else must decide on {release}.',
    cure: '{deciders} can decide; the project file names the approvers.',
    retryable: false,
  },
  approver_asked_retraining: {
    sentence: 'You asked for the retraining that made {version}, so somebody else must decide on {release}.',
    cure: '{deciders} can decide; the project file names the approvers.',
    retryable: false,
  },
  released: {
    sentence: '{environment} serves {version}, verified.',
    cure: 'Score it at {address}.',
    retryable: false,
  },
  rejected_by: {
    sentence: '{release} was rejected: {reason}.',
    cure: 'Mend what was criticised, then deploy again.',
    retryable: false,
  },
  expired_unanswered: {
    sentence: 'Nobody decided on {release} in time; that is not a rejection.',
    cure: 'Deploy again to ask anew.',
    retryable: false,
  },
  cancelled_by: {
    sentence: '{release} was cancelled; what served before goes on serving.',
    cure: 'Deploy again when it should happen after all.',
    retryable: false,
  },
  superseded_by: {
    sentence: '{release} gave way to {by} while it waited.',
    cure: 'Follow {by}.',
    retryable: false,
  },
  golden_rows_differ: {
    sentence:
      'The staged model answers row {row} with {got} instead of {expected}; {count} of {rows} golden rows differ.',
    cure: 'Nothing was switched. The package and its golden rows do not belong together: export it again.',
    retryable: false,
  },
  scores_out_of_range: {
    sentence: 'The staged model answered {got} for probe row {row}, which is no probability.',
    cure: 'Nothing was switched. Check which output is the score (project file, contract.call).',
    retryable: false,
  },
  scores_not_repeatable: {
    sentence: 'The staged model scored probe row {row} twice with different answers: {first} and {second}.',
    cure: 'Nothing was switched. A served model must answer the same row the same way: export it without random ops.',
    retryable: false,
  },
  wrong_version_staged: {
    sentence: 'The target runs another image than {release} staged: {got} instead of {expected}.',
    cure: 'Nothing was switched. Type `retry {release}`; if it lasts, look for somebody else who changes the target.',
    retryable: false,
  },
  stage_timed_out: {
    sentence: 'The staged model was not ready within {seconds} s; the last word was: {detail}.',
    cure: 'Nothing was switched. Type `retry {release}` after looking at the target.',
    retryable: false,
  },
  step_timed_out: {
    sentence: '{release} did not get further in time; the last word was: {what}.',
    cure: 'Nothing was switched. Type `retry {release}` when what it waited for is back.',
    retryable: false,
  },
  subject_changed: {
    sentence: 'The {what} of {release} is no longer what was approved.',
    cure: 'Nothing was switched. Deploy again so that the new one can be approved.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
