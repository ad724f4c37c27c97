import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Docker from 'dockerode';

/** Path of `dockerd`; undefined: this machine has none, or may not run one. */
export const dockerProgram = process.env['STEWARD_TEST_DOCKER'];

export interface TestDaemon {
  readonly socket: string;
  /** A client of the tests, beside the target's own. */
  readonly docker: Docker;
  /** Ends the daemon, and all containers with it. */
  stop(): Promise<void>;
  /** Starts it on the same folders. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A real Docker daemon with folders and a socket of its own, which changes nothing of the machine but bridges. */
export async function startDaemon(): Promise<TestDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'dockerd-'));
  const socket = join(folder, 'socket');
  const docker = new Docker({ socketPath: socket });
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const own = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')];
    const files = ['--pidfile', join(folder, 'pid'), '--host', `unix://${socket}`];
    const quiet = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--storage-driver=vfs'];
    child = spawn(dockerProgram ?? '', [...own, ...files, ...quiet], { stdio: 'ignore' });
    for (let looks = 0; looks < 300; looks += 1) {
      if (await docker.ping().catch(() => undefined)) return;
      await wait(100);
    }
    throw new Error('dockerd does not answer within 30 s');
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  await start();
  return {
    ...{ socket, docker, start, stop },
    close: async () => {
      for (const { Id } of await docker.listContainers({ all: true }))
        await docker.getContainer(Id).remove({ force: true, v: true });
      // Bridges would stay behind the daemon.
      for (const { Id, Driver } of await docker.listNetworks())
        if (Driver === 'bridge') await docker.getNetwork(Id).remove();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
