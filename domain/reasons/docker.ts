import type { Reason } from './types';

/** Of the Docker daemon that docker targets release to, and that the docker builder builds with. */
export const dockerReasons = {
  docker_away: {
    sentence: 'The Docker daemon does not answer: {why}.',
    cure: 'It is tried again by itself; look at the daemon, and at STEWARD_DOCKER_HOST, if it lasts.',
    retryable: true,
  },
  docker_forbidden: {
    sentence: 'Steward may not speak to the Docker daemon: {why}.',
    cure: "Let the worker's user read and write the socket that STEWARD_DOCKER_HOST names.",
    retryable: false,
  },
  docker_too_old: {
    sentence: 'The Docker daemon speaks version {version} of its API; Steward needs {oldest}.',
    cure: 'Install Docker 20.10 or later.',
    retryable: false,
  },
  docker_refused: {
    sentence: 'The Docker daemon refuses {what}: {why}.',
    cure: "Mend what it names: most of it comes from the target in the project file, or from the server's disk.",
    retryable: false,
  },
  docker_port_taken: {
    sentence: 'The port of {what} is taken on the server: {why}.',
    cure: "Stop what listens there, or give the environment's target another port or address, then retry.",
    retryable: false,
  },
  docker_network_serves: {
    sentence: 'What serves {environment} is in the Docker network {network}; its target names {wanted}.',
    cure: 'Give the target `network: {network}`; another network is taken only while nothing serves in the environment.',
    retryable: false,
  },
  docker_object_foreign: {
    sentence: '{what} has the name that we would use, and is not ours.',
    cure: 'Rename or remove it on the server, then retry; it is never touched.',
    retryable: false,
  },
  docker_image_not_pulled: {
    sentence: 'The Docker daemon cannot pull {image}: {why}.',
    cure: 'The traffic stays where it was; see that the server reaches the registry and that its credentials are right, then retry.',
    retryable: false,
  },
  docker_build_failed: {
    sentence: 'The Docker daemon does not build the image: {why}.',
    cure: 'Mend what it names, most often the disk of its server, then deploy again; STEWARD_BUILDER=append builds without a daemon, to the same digest.',
    retryable: false,
  },
  docker_build_differs: {
    sentence: 'What the Docker daemon built is not what it was sent: {why}.',
    cure: 'Nothing of it is published. Deploy again; if it lasts, look at the daemon and its storage, or set STEWARD_BUILDER=append.',
    retryable: false,
  },
  docker_answer_unclear: {
    sentence: 'The Docker daemon answered about {what} with something that cannot be read: {why}.',
    cure: "See that STEWARD_DOCKER_HOST leads to a Docker daemon, and STEWARD_GATEWAY_IMAGE to this version's image.",
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
