import type { Reason } from './types';

export const retrainingReasons = {
  retraining_unknown: {
    sentence: 'There is no retraining {retraining} in {project}.',
    cure: 'Type `history` to see what was done.',
    retryable: false,
  },
  retraining_not_configured: {
    sentence: 'Nothing is retrained in {project}: its project file has no retraining section.',
    cure: 'Add the section `retraining` to the project file and apply it.',
    retryable: false,
  },
  retraining_open: {
    sentence: '{retraining} is at it already: a retraining of {environment} is open.',
    cure: 'Wait for it, or type `cancel {retraining}`.',
    retryable: false,
  },
  retraining_nothing_serving: {
    sentence: 'Nothing serves in {environment}, so there is nothing that a new model could be compared with.',
    cure: 'Deploy a version first.',
    retryable: false,
  },
  retraining_no_gate: {
    sentence:
      'Of {environment} {windows} windows are closed, and it takes {needed}: one to learn from, and a later one to compare on.',
    cure: 'It becomes possible when the next window is closed; `performance` shows how far it is.',
    retryable: false,
  },
  retraining_cool_down: {
    sentence: 'The last attempt in {environment}, {last}, ended a short while ago.',
    cure: 'The next one is possible from {at}.',
    retryable: false,
  },
  retraining_budget_spent: {
    sentence: 'The budget of {environment} is spent: {attempts} attempts in {within}, whichever version served.',
    cure: 'The next one is possible from {at}; until then people have to look at the model.',
    retryable: false,
  },
  retraining_closed: {
    sentence: '{retraining} is {state}.',
    cure: 'Type `status` to see what there is now.',
    retryable: false,
  },
  retraining_too_late: {
    sentence: '{retraining} is registering its version and can no longer be cancelled.',
    cure: 'Reject or cancel the release that it asks for.',
    retryable: false,
  },
  retraining_engine_lost: {
    sentence: '{retraining} was ended outside Steward: its workflow is gone.',
    cure: 'What serves goes on serving; type `retrain` again when cool-down and budget allow it.',
    retryable: false,
  },
  retraining_stuck: {
    sentence: '{retraining} did not get further in time; the last word was: {what}.',
    cure: 'What serves goes on serving; look at the builder, then type `retrain` again.',
    retryable: false,
  },
  retraining_cancelled: {
    sentence: '{retraining} was cancelled; what it had made is not used.',
    cure: 'Type `retrain` for a new attempt.',
    retryable: false,
  },
  retraining_registered: {
    sentence: '{version} is registered as the challenger, and {release} asks to bring it to {environment}.',
    cure: 'Nothing changes before people have approved {release}.',
    retryable: false,
  },
  retraining_registered_only: {
    sentence: '{version} is registered as the challenger. No release was asked for: {why}.',
    cure: 'Type `deploy {version} to {environment}` when it should be released.',
    retryable: false,
  },
  retraining_gate_window_missing: {
    sentence:
      'No closed window of {environment} has {minimum} events and {minimum} non-events whose outcome is known, and older rows to learn from.',
    cure: 'Deliver the outcomes that are missing, or wait for the next window.',
    retryable: false,
  },
  retraining_rows_too_few: {
    sentence:
      'There is too little to learn from: the {windows} windows before window {gate} have {events} events and {nonEvents} non-events whose outcome is known, and it takes {minimum} of each.',
    cure: 'Deliver the outcomes that are missing, or wait for the next window.',
    retryable: false,
  },
  retraining_same_data: {
    sentence:
      '{earlier} learnt from exactly these rows with this specification and this trainer, and would end the same.',
    cure: 'Wait for new outcomes or windows, or change the parameters in the project file.',
    retryable: false,
  },
  dataset_missing: {
    sentence: 'The training data {dataset} is not where datasets are kept.',
    cure: 'It may have been removed after its retention; retrain to collect it anew.',
    retryable: false,
  },
  trainer_not_started: {
    sentence: 'The trainer program could not be started: {why}.',
    cure: 'Look at `retraining.trainer` in the project file, whether the builder or the image has that program, and at {log} in the folder of datasets there.',
    retryable: false,
  },
  trainer_ended: {
    sentence: 'The trainer came to no result: {how}.',
    cure: 'See {log} in the folder of datasets on the builder; if the machine was short of memory or disk, retrain.',
    retryable: false,
  },
  training_timed_out: {
    sentence: 'The trainer was ended: it had not finished after {limit}.',
    cure: 'Look where it hangs (see {log} in the folder of datasets on the builder), or give it more time with `retraining.deadline` in the project file.',
    retryable: false,
  },
  trainer_unfit: {
    sentence: 'The trainer says that the data is not fit: {why}.',
    cure: 'See {log} in the folder of datasets on the builder, and look at the rows and outcomes that were logged.',
    retryable: false,
  },
  setting_missing_for_trainer: {
    sentence: 'Steward is not set up for a trainer in a cluster: {setting} is missing.',
    cure: 'Add it to the settings of the builder and start it anew; .env.example tells what it holds.',
    retryable: false,
  },
  trainer_image_not_pulled: {
    sentence: 'The cluster cannot pull an image of the trainer. {detail}',
    cure: 'See that the nodes reach the registry and that `retraining.trainer` names the right image and pull secret, then retrain.',
    retryable: false,
  },
  trainer_container_refused: {
    sentence: 'The node cannot start a container of the trainer. {detail}',
    cure: 'See that the image names a numeric user other than root and has the command of `retraining.trainer`, then retrain.',
    retryable: false,
  },
  trainer_unschedulable: {
    sentence: 'No node of the cluster has room for the trainer. {detail}',
    cure: 'Lower `retraining.trainer.resources` in the project file, or ask for more room, then retrain.',
    retryable: false,
  },
  trainer_pod_refused: {
    sentence: 'The cluster lets no Pod of the trainer in. {detail}',
    cure: "Raise the namespace's quota or mend what its admission names, then retrain.",
    retryable: false,
  },
  trainer_out_of_memory: {
    sentence: 'The trainer needs more memory than the {memory} that it may have.',
    cure: 'Raise `retraining.trainer.resources.memory` in the project file, or have it learn from fewer windows; see {log} in the folder of datasets on the builder.',
    retryable: false,
  },
  trainer_pod_lost: {
    sentence: 'The cluster ended the trainer before it was done: {why}.',
    cure: 'Find out who or what removes Pods or Jobs of ours there, then retrain.',
    retryable: false,
  },
  training_data_not_carried: {
    sentence: 'Data did not get from the builder to the trainer or back: {why}.',
    cure: 'See that Pods of the cluster reach STEWARD_EXCHANGE_URL, that it leads to STEWARD_EXCHANGE_LISTEN, and that STEWARD_GATEWAY_IMAGE is of this version; then retrain.',
    retryable: false,
  },
  candidate_missing: {
    sentence: 'The trainer said that it was done, but {what}.',
    cure: 'Mend the trainer: it has to write `package.zip` and `metrics.json` to `STEWARD_OUTPUT`.',
    retryable: false,
  },
  candidate_refused: {
    sentence: 'The package that the trainer wrote is not accepted: {why}',
    cure: 'Mend the trainer; nothing was registered.',
    retryable: false,
  },
  candidate_breaks_contract: {
    sentence: 'Clients of {version} could not go on with the candidate: {differences}',
    cure: 'Mend the trainer so that the model takes the inputs of the contract.',
    retryable: false,
  },
  candidate_golden_differs: {
    sentence:
      'The candidate fails its own golden rows: row {row} scores {got} and its package says {expected} ({count} of {rows} rows differ).',
    cure: 'Mend how the trainer exports the model.',
    retryable: false,
  },
  champion_moved: {
    sentence: 'What serves {environment} changed again and again while the candidate was compared with it.',
    cure: 'Retrain when the releases there have come to an end.',
    retryable: false,
  },
  gate_rows_changed: {
    sentence: 'Window {window} no longer has the rows that it was closed with.',
    cure: 'Somebody changed the record of scores; look at the database and its backups.',
    retryable: false,
  },
  gate_better: {
    sentence:
      'The candidate separates good from bad better than {champion} on the same rows: KS {candidate} against {serving}, a difference of {difference} [{low}, {high}].',
    cure: 'It is registered as the challenger.',
    retryable: false,
  },
  gate_too_few_events: {
    sentence:
      'Nobody can tell which model is better: {events} events and {nonEvents} non-events can be compared, and it takes {minimum} of each.',
    cure: 'Deliver the outcomes that are missing, or wait for the next window.',
    retryable: false,
  },
  gate_undefined: {
    sentence: 'Nobody can tell whether the candidate is better than {champion}: KS is not defined on these rows.',
    cure: 'Look at the scores and outcomes of the window.',
    retryable: false,
  },
  gate_candidate_inverted: {
    sentence:
      'The candidate is no better than {champion}: it does not give events the higher scores (KS {ks}, the wrong way round or none).',
    cure: 'Look at the outcome and its event value in the project file and in the trainer.',
    retryable: false,
  },
  gate_margin_not_reached: {
    sentence:
      'The candidate is not better than {champion} by the {margin} that is asked for: KS {candidate} against {serving} on the same rows, a difference of {difference}.',
    cure: 'What serves goes on serving; the attempt is kept as evidence.',
    retryable: false,
  },
  gate_interval_spans_zero: {
    sentence:
      'The candidate may be no better than {champion}: KS {candidate} against {serving} on the same rows, but the difference of {difference} may be chance [{low}, {high}].',
    cure: 'What serves goes on serving; more rows with outcomes would tell more.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
