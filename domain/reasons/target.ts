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
  stage_image_not_pulled: {
    sentence: 'The cluster cannot pull the image of {release} for {environment}. {detail}',
    cure: 'The traffic stays where it was; see that the nodes reach the registry and that the pull secret is right, then retry.',
    retryable: false,
  },
  stage_container_refused: {
    sentence: 'The node cannot make a container of {release} for {environment}. {detail}',
    cure: 'The traffic stays where it was; see that the Secrets named by the target are there and that the image names a numeric user, then retry.',
    retryable: false,
  },
  stage_crashed: {
    sentence: '{release} ends as soon as it is started in {environment}. {detail}',
    cure: 'The traffic stays where it was; mend what its last lines name, register the package again and deploy that version.',
    retryable: false,
  },
  stage_other_version: {
    sentence: 'What was started for {release} in {environment} serves another version. {detail}',
    cure: 'The traffic stays where it was; have the command of its rule in serving.bases load $(MODEL_DIRECTORY) as version $(MODEL_VERSION), then deploy again.',
    retryable: false,
  },
  stage_route_refused: {
    sentence: 'No router of the cluster leads to {release} in {environment} from outside. {detail}',
    cure: 'The traffic stays where it was; choose another route.host in the project file or free that one, then deploy again.',
    retryable: false,
  },
  route_host_kept: {
    sentence: 'Clients come to Route {name} of {namespace} by {host}, and the project file asks for {asked}.',
    cure: 'Put the host back, or have a cluster administrator delete that Route when no client needs it any more: the next release makes the new one.',
    retryable: false,
  },
  cluster_without: {
    sentence: 'The cluster {cluster} has no {kind}, which {key} of the target asks for.',
    cure: 'Leave {key} out of the project file, or release to a cluster that has it, such as OpenShift.',
    retryable: false,
  },
  image_stream_missing: {
    sentence: 'There is no ImageStream {name} with a repository in the namespace {namespace}.',
    cure: "Have a cluster administrator apply what `steward environment prepare ENVIRONMENT --print` writes, and see that the cluster's registry is enabled.",
    retryable: false,
  },
  image_stream_elsewhere: {
    sentence: 'Images are pushed to {pushed}, and ImageStream {name} of {namespace} is {names}.',
    cure: "Set STEWARD_REGISTRY to the cluster's registry and this namespace, as the ImageStream names them without its own name at the end, or leave imageStream out of the project file.",
    retryable: false,
  },
  stage_out_of_memory: {
    sentence: '{release} needs more memory than it may have in {environment}. {detail}',
    cure: 'The traffic stays where it was; raise resources.memory of the target in the project file, or release a smaller model.',
    retryable: false,
  },
  stage_unschedulable: {
    sentence: 'No node of the cluster has room for {release} in {environment}. {detail}',
    cure: 'The traffic stays where it was; lower resources or replicas of the target in the project file, or ask for more room, then retry.',
    retryable: false,
  },
  stage_pods_refused: {
    sentence: 'The cluster lets no Pod of {release} into {environment}. {detail}',
    cure: "The traffic stays where it was; raise the namespace's quota or mend what its admission names, then retry.",
    retryable: false,
  },
  stage_gateway_failed: {
    sentence: 'The scoring gateway beside {release} does not come up in {environment}. {detail}',
    cure: 'The traffic stays where it was; see that STEWARD_GATEWAY_IMAGE is an image of this version and that it is given an address of PostgreSQL, then retry.',
    retryable: false,
  },
  stage_changed: {
    sentence: 'Somebody changed {release} in {environment}. {detail}',
    cure: 'The traffic stays where it was; find out who changes our objects there, then deploy again.',
    retryable: false,
  },
  withdraw_rows_waiting: {
    sentence: '{rows} scored rows of {release} in {environment} are not in PostgreSQL yet, and would go with it.',
    cure: 'It is tried again by itself; see that the gateways reach PostgreSQL if it lasts.',
    retryable: true,
  },
  setting_missing_for_target: {
    sentence: 'Steward is not set up for a target of the kind {target}: {setting} is missing.',
    cure: 'Add it to the settings of worker and builder and start them anew; .env.example tells what it holds.',
    retryable: false,
  },
  cluster_settings_invalid: {
    sentence: 'No cluster can be reached with {where}: {why}.',
    cure: 'Mend STEWARD_KUBECONFIG, or the context that the target names in the project file.',
    retryable: false,
  },
  cluster_away: {
    sentence: 'The API server of the cluster does not answer: {why}.',
    cure: 'It is tried again by itself; look at the cluster if it lasts.',
    retryable: true,
  },
  cluster_login_refused: {
    sentence: 'The cluster does not know who we are: {why}.',
    cure: 'Give Steward a token or certificate that is still valid; see STEWARD_KUBECONFIG.',
    retryable: false,
  },
  cluster_forbidden: {
    sentence: 'The cluster does not let Steward {verb} {what} in namespace {namespace}: {why}.',
    cure: "Give Steward's ServiceAccount that verb there; docs/kubernetes.md lists all that it needs.",
    retryable: false,
  },
  cluster_admission_refused: {
    sentence: 'The cluster refuses {what} in namespace {namespace}: {why}.',
    cure: "Raise the namespace's quota, or mend what its admission names.",
    retryable: false,
  },
  cluster_namespace_missing: {
    sentence: 'The cluster has no namespace {namespace}.',
    cure: 'Have it made, or mend the name in the project file.',
    retryable: false,
  },
  cluster_field_conflict: {
    sentence: 'Somebody else manages fields of {what} in namespace {namespace}: {why}.',
    cure: 'Have them leave these fields to Steward, or delete the object. An operator may take them over by name: `retry`, the release, `--take-over`, and a reason.',
    retryable: false,
  },
  cluster_object_changed: {
    sentence: '{what} in namespace {namespace} was changed by somebody else meanwhile: {why}.',
    cure: 'It is read again and tried again by itself.',
    retryable: true,
  },
  cluster_object_foreign: {
    sentence: '{what} has the name that we would use, and is not ours.',
    cure: 'Rename or delete it, or give the environment another namespace.',
    retryable: false,
  },
  cluster_object_refused: {
    sentence: 'The cluster refuses {what} in namespace {namespace}: {why}.',
    cure: 'Mend what it names: most of it comes from the target in the project file.',
    retryable: false,
  },
  cluster_answer_unclear: {
    sentence: 'The cluster answered about {what} with something that cannot be read: {why}.',
    cure: 'See that STEWARD_KUBECONFIG leads to a Kubernetes API server, of version 1.30 or later.',
    retryable: false,
  },
  switch_not_followed: {
    sentence: 'After {seconds} s the cluster did not lead Service {service} to the release.',
    cure: "The traffic was led back where it was; look at the release's Pods and at the cluster's endpoint controller, then deploy again.",
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
