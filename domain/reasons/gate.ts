import type { Reason } from './types';

/** Of a Job that scores a model of a retraining in its release's image. What serves is not touched by any of them. */
export const gateReasons = {
  gate_image_not_pulled: {
    sentence: 'The cluster cannot pull an image that {model} is scored with for {environment}. {detail}',
    cure: 'See that the nodes reach the registry and that the pull secret of the target is right, then retrain.',
    retryable: false,
  },
  gate_container_refused: {
    sentence: 'The node cannot make a container that {model} is scored with for {environment}. {detail}',
    cure: 'See that the base image names a numeric user and has the command of its rule in serving.bases, then retrain.',
    retryable: false,
  },
  gate_model_crashed: {
    sentence: 'The model server of {model} ends by itself in the image that {environment} would run. {detail}',
    cure: 'Mend what its last lines name, in the trainer or in the rule of serving.bases, then retrain.',
    retryable: false,
  },
  gate_out_of_memory: {
    sentence: 'In {environment} {model} needs more memory than it may have. {detail}',
    cure: 'Raise resources.memory of the target in the project file, or train a smaller model, then retrain.',
    retryable: false,
  },
  gate_unschedulable: {
    sentence: 'No node of the cluster has room to score {model} for {environment}. {detail}',
    cure: 'Lower resources of the target in the project file, or ask for more room, then retrain.',
    retryable: false,
  },
  gate_pod_refused: {
    sentence: 'The cluster lets no Pod in that scores {model} for {environment}. {detail}',
    cure: "Raise the namespace's quota by one Pod or mend what its admission names, then retrain.",
    retryable: false,
  },
  gate_other_version: {
    sentence: 'What was started to score {model} for {environment} serves another version. {detail}',
    cure: 'Have the command of its rule in serving.bases load $(MODEL_DIRECTORY) as version $(MODEL_VERSION), then retrain.',
    retryable: false,
  },
  gate_model_not_ready: {
    sentence: 'In the image that {environment} would run, {model} did not become ready within {limit}: {detail}.',
    cure: 'See whether the base image of its rule in serving.bases fits the model, and how long it takes to load, then retrain.',
    retryable: false,
  },
  gate_timed_out: {
    sentence: 'In {environment} {model} was not scored within {limit}.',
    cure: 'Raise resources.cpu of the target in the project file, or have windows of fewer rows, then retrain.',
    retryable: false,
  },
  gate_pod_lost: {
    sentence: 'The cluster ended the scoring of {model} for {environment} before it was done: {why}.',
    cure: 'Find out who or what removes Pods or Jobs of ours there, then retrain.',
    retryable: false,
  },
  gate_rows_not_carried: {
    sentence:
      'Rows to score {model} with did not get from the builder to {environment}, or their scores not back: {why}.',
    cure: 'See that Pods of the cluster reach STEWARD_EXCHANGE_URL, that it leads to STEWARD_EXCHANGE_LISTEN, and that STEWARD_GATEWAY_IMAGE is of this version; then retrain.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
