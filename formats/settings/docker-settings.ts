import { builderKind, postgresUrl, text } from './setting-kinds';
import { type Setting, optional, standard } from './setting-row';

/** Of the server that docker targets release to, and of its daemon as a builder. */
export const dockerSettings = {
  STEWARD_BUILDER: {
    ...standard('what builds images: append needs no daemon; docker is the one of STEWARD_DOCKER_HOST', 'append'),
    schema: builderKind,
  },
  STEWARD_DOCKER_HOST: {
    ...standard('unix socket of the Docker daemon of docker targets and of the docker builder', '/var/run/docker.sock'),
    schema: text.regex(/^(unix:\/\/)?\//, 'must be the path of a unix socket such as /var/run/docker.sock'),
  },
  STEWARD_DOCKER_RECORDER_URL: {
    ...optional(
      'address of PostgreSQL, as the gateway role and as containers reach it, for the scoring gateways of docker targets',
      'postgres://steward_recorder:…@db.example.com:5432/steward',
    ),
    schema: postgresUrl,
    secret: true,
  },
} as const satisfies Readonly<Record<string, Setting>>;
