import type { Reason } from './types';

/** Of the OCI registry that keeps packages and images; `why` holds the registry's own words, never a credential. */
export const imageRegistryReasons = {
  image_reference_invalid: {
    sentence: 'The image reference {reference} cannot be read: {why}.',
    cure: 'Write it as `host/repository:tag` or `host/repository@sha256:…`.',
    retryable: false,
  },
  image_registry_credentials_invalid: {
    sentence: 'The credentials for image registries in {path} cannot be used: {why}.',
    cure: 'Give STEWARD_REGISTRY_AUTH_FILE a file in the form of `config.json` that holds user and password itself, as `docker login` or `oc registry login` write it without a helper.',
    retryable: false,
  },
  image_registry_login: {
    sentence: 'The image registry {host} does not accept our credentials for {repository}: {why}.',
    cure: 'Check STEWARD_REGISTRY_USER and STEWARD_REGISTRY_PASSWORD, or the entry of that host in STEWARD_REGISTRY_AUTH_FILE; then `retry`.',
    retryable: false,
  },
  image_registry_forbidden: {
    sentence: 'The image registry {host} does not let us {what} in {repository}: {why}.',
    cure: 'Give that account the right to pull and to push there (in OpenShift the role `registry-editor` in that project); then `retry`.',
    retryable: false,
  },
  image_registry_missing: {
    sentence: 'The image registry {host} has no place {repository}: {why}.',
    cure: 'Make the project or repository there, or correct STEWARD_REGISTRY; then `retry`.',
    retryable: false,
  },
  image_registry_away: {
    sentence: 'The image registry {host} does not answer: {why}.',
    cure: 'See that it runs and can be reached from here, through HTTPS_PROXY and NO_PROXY if there is a proxy; then `retry`.',
    retryable: true,
  },
  image_registry_untrusted: {
    sentence: 'The image registry {host} cannot be trusted: {why}.',
    cure: 'Name the file of the authority that signed its certificate in STEWARD_REGISTRY_CA_FILE, or correct the host.',
    retryable: false,
  },
  image_registry_insecure: {
    sentence: 'The image registry {host} would have us speak to {where} without TLS.',
    cure: 'Let it serve HTTPS; only if its network is trusted, name the host in STEWARD_REGISTRY_PLAIN_HTTP.',
    retryable: false,
  },
  image_registry_busy: {
    sentence: 'The image registry {host} has no time for us: {why}.',
    cure: 'Wait and `retry`; raise its limit for our account if that happens often.',
    retryable: true,
  },
  image_registry_cannot_store: {
    sentence: 'The image registry {host} could not store {what}: {why}.',
    cure: 'See in its log why: most often its storage is full. Free some; then `retry`.',
    retryable: true,
  },
  image_registry_failed: {
    sentence: 'The image registry {host} failed to {what}: {why}.',
    cure: 'See in its log why; then `retry`.',
    retryable: true,
  },
  image_registry_refused: {
    sentence: 'The image registry {host} refused to {what}: {why}.',
    cure: 'See in its documents what it allows; a proxy before it may have limits of its own.',
    retryable: false,
  },
  image_registry_unclear: {
    sentence: 'What the image registry {host} answered to {what} is not of the OCI distribution API: {why}.',
    cure: 'See that STEWARD_REGISTRY names a registry, and that no proxy answers in its place.',
    retryable: false,
  },
  image_registry_digest: {
    sentence: 'The image registry {host} has {actual} as {what}, not {expected}.',
    cure: 'Somebody on the way or the registry changed it: do not use it. Check the registry, then `retry`.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
