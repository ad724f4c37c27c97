import type { Reason } from './types';

/** What is found of an environment that serves: at a look, where `{what}` is said by the target as whole sentences; and of its images. */
export const observationReasons = {
  degraded_not_ready: {
    sentence: 'Of {release} ({version}) in {environment}, {ready} of {wanted} are ready: {why}.',
    cure: 'See to what keeps them; if it began with this release, type `rollback {environment} -- reason`.',
    retryable: false,
  },
  degraded_restarts: {
    sentence:
      'What runs {release} ({version}) in {environment} was restarted between two looks, {restarts} more in all.',
    cure: 'Its log says why; if it began with this release, type `rollback {environment} -- reason`.',
    retryable: false,
  },
  degraded_errors: {
    sentence: '{errors} of the last {answers} answers of {release} ({version}) in {environment} were errors.',
    cure: 'Its log says why; if it began with this release, type `rollback {environment} -- reason`.',
    retryable: false,
  },
  drifted_traffic: {
    sentence: '{what}',
    cure: 'Lead it back to {release} ({version}) where it was changed: until then a release to {environment} may be refused.',
    retryable: false,
  },
  drifted_image: {
    sentence: '{what}',
    cure: 'Nobody approved that image: undo the change, or type `deploy {version} to {environment}` to release the approved one again.',
    retryable: false,
  },
  drifted_gone: {
    sentence: '{what}',
    cure: 'Type `deploy {version} to {environment}` to release it again, or `rollback {environment} -- reason`.',
    retryable: false,
  },
  drifted_scale: {
    sentence: '{what}',
    cure: 'Undo it where it was changed; or change `replicas` in the project file and type `deploy {version} to {environment}`.',
    retryable: false,
  },
  drifted_other: {
    sentence: '{what}',
    cure: 'Undo it where it was changed, or type `deploy {version} to {environment}` to release it again.',
    retryable: false,
  },
  observation_away: {
    sentence: 'What runs in {environment} cannot be seen: {why}.',
    cure: 'Nothing was changed there; see to the target and the way to it. It is asked again each minute.',
    retryable: true,
  },
  image_lost_serving: {
    sentence:
      'Of the image {image} of {release} ({version}), which serves {environment}, {what} cannot be found intact.',
    cure: 'What runs goes on, but may not start again elsewhere. Restore it in the store; or type `deploy {version} to {environment}`: the same package on the same base gives the same image, and what is lost is sent again.',
    retryable: false,
  },
  image_lost_earlier: {
    sentence:
      'Of the image {image} of {release} ({version}), which served {environment}, {what} cannot be found intact.',
    cure: 'Nothing that serves is touched. Restore it in the store; or leave it: a rollback to it builds it again from its package, as long as its base image is still the same.',
    retryable: false,
  },
} as const satisfies Record<string, Reason>;
