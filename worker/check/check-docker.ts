import { connectDaemon } from '../../activities/target/docker/connect-daemon';
import type { Checked } from '../../domain/check';
import type { TargetSpec } from '../../domain/project';
import { leftOut, runLooks } from './run-looks';

interface DockerSettings {
  readonly STEWARD_BUILDER: 'append' | 'docker';
  readonly STEWARD_DOCKER_HOST: string;
}

/**
 * Whether the daemon that images are built with, or models run in, answers, to this account, in a version that we speak.
 * `places`: the environments of the applied project files, where these could be read.
 */
export async function checkDocker(
  settings: DockerSettings,
  places: readonly { readonly spec: Pick<TargetSpec, 'kind'> }[] | undefined,
): Promise<readonly Checked[]> {
  const { STEWARD_BUILDER: builder, STEWARD_DOCKER_HOST: socket } = settings;
  if (builder !== 'docker' && !places?.some(({ spec }) => spec.kind === 'docker')) {
    const targets = places ? 'no applied project file has a docker target' : 'project files cannot be read';
    return leftOut('Docker', `STEWARD_BUILDER is ${builder}, which needs no daemon, and ${targets}`);
  }
  return runLooks(`unix socket ${socket.replace(/^unix:\/\//, '')}`, [
    {
      what: 'Docker: daemon',
      look: async () => {
        const { call, docker } = await connectDaemon(socket);
        const { Version, ApiVersion, Os, Arch } = await call('the daemon', () => docker.version());
        return `Docker ${Version} (API ${ApiVersion}) on ${Os}/${Arch}`;
      },
    },
  ]);
}
