import type { Reason } from './types';

export const targetReasons = {
  target_away: {
    sentence: 'The target of {environment} does not answer: {why}.',
    cure: 'It is tried again by itself; look at the target if it lasts.',
    retryable: true,
  },
  target_token_refused: {
    sentence: 'The target of {environment} refused our token.',
    cure: 'Give worker and target the same token in their settings and restart the one that was changed.',
    retryable: false,
  },
  target_answer_unclear: {
    sentence: 'The target of {environment} answered with something that cannot be read: {why}.',
    cure: 'Run worker and target from the same version of Steward.',
    retryable: false,
  },
  target_request_refused: {
    sentence: 'The target refused the request: {why}.',
    cure: 'Run worker and target from the same version of Steward.',
    retryable: false,
  },
  target_full: {
    sentence: 'The local host already runs {limit} models, its limit.',
    cure: 'Withdraw one that is no longer needed, or raise the limit in its settings.',
    retryable: false,
  },
  local_host_running: {
    sentence: 'Another local host already works in {directory} ({holder}).',
    cure: 'Stop it, or give this one a folder of its own.',
    retryable: false,
  },
  local_host_state_damaged: {
    sentence: 'The local host cannot read what it ran before: {path} is damaged.',
    cure: 'Restore the file, or delete it and roll back each environment to what it served.',
    retryable: false,
  },
  local_host_state_old: {
    sentence: 'The local host cannot go on with what {path} says: an older Steward wrote it, which recorded no scores.',
    cure: 'Delete the file and deploy what each environment served once more; it is recorded from then on.',
    retryable: false,
  },
  contract_too_long: {
    sentence: 'The contract takes {bytes} bytes; a scoring gateway on this machine can be told {limit}.',
    cure: 'Register a model with fewer inputs or shorter names, or release it to a target of another kind.',
    retryable: false,
  },
  stage_conflict: {
    sentence: '{release} is already staged in {environment} with another image, {image}.',
    cure: 'Withdraw it first; a release never changes its image.',
    retryable: false,
  },
  stage_failed: {
    sentence: 'The model of {release} does not come up in {environment}: {detail}',
    cure: 'The traffic stays where it was; mend the package, register it again and deploy that version.',
    retryable: false,
  },
  model_server_failed: {
    sentence: 'The model server did not start: {why}.',
    cure: 'Look at the model; if another start helps, it was the machine: look at its memory and disk.',
    retryable: false,
  },
  gateway_failed: {
    sentence: 'The scoring gateway did not start: {why}.',
    cure: 'It is tried again by itself; look at its spool folder, at the disk and at the settings of the local host.',
    retryable: false,
  },
  switch_conflict: {
    sentence: '{environment} is served by {actual}, not by {expected} as this release expected.',
    cure: 'Deploy again, so that the approval is given on what serves now.',
    retryable: false,
  },
  switch_not_ready: {
    sentence: '{release} is not ready to answer in {environment}: {why}.',
    cure: 'It is tried again by itself; the traffic stays where it was.',
    retryable: true,
  },
  withdraw_serving: {
    sentence: '{release} serves {environment} and cannot be withdrawn.',
    cure: 'Switch the traffic to another release first.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
