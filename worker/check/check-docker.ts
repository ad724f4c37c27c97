import { connectDaemon } from '../../activities/target/docker/connect-daemon';
import type { Checked } from '../../domain/check';
import { leftOut, runLooks } from './run-looks';

interface DockerSettings {
  readonly STEWARD_BUILDER: 'append' | 'docker';
  readonly STEWARD_DOCKER_HOST: string;
}

/** Whether the daemon that images are built with answers, to this account, in a version that we speak. */
export async function checkDocker(settings: DockerSettings): Promise<readonly Checked[]> {
  const { STEWARD_BUILDER: builder, STEWARD_DOCKER_HOST: socket } = settings;
  if (builder !== 'docker') return leftOut('Docker', `STEWARD_BUILDER is ${builder}, which needs no daemon`);
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
