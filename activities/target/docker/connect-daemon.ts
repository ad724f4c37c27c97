import type Docker from 'dockerode';
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { StewardError } from '../../../domain/errors';
import { explainRefusal, statusOf } from './explain-refusal';
import type { Labels } from './names';

/** What this target does to one daemon. Every method throws what `explainRefusal` says. */
export interface Daemon {
  readonly docker: Docker;
  /** Undefined when there is none; `docker_object_foreign` for one of that name that is not ours. */
  inspect(name: string, labels: Labels): Promise<ContainerInspectInfo | undefined>;
  /** The labels of the containers, running or not, or of the volumes that have these. */
  list(what: 'containers' | 'volumes', labels: Labels): Promise<readonly Labels[]>;
  /** As it is there already, or newly made and not yet started. */
  create(
    options: ContainerCreateOptions & { readonly name: string; readonly Labels: Labels },
  ): Promise<ContainerInspectInfo>;
  /** Started already or not. */
  start(name: string): Promise<void>;
  /** Stopped already or not; returns when it has ended. */
  stop(name: string): Promise<void>;
  rename(container: Pick<ContainerInspectInfo, 'Id' | 'Name'>, name: string): Promise<void>;
  /** Absent or not, running or not. */
  remove(container: Pick<ContainerInspectInfo, 'Id' | 'Name'>): Promise<void>;
  /** Any other call, with the object's name for the words of errors. */
  readonly call: <T>(what: string, act: () => Promise<T>) => Promise<T>;
}

/** Versions of the daemon's API that this code was written for; a daemon that goes further back or on is asked in its own. */
const versions = { oldest: 1.41, newest: 1.47 } as const;
/** Milliseconds that the daemon may be silent while it is asked. */
const usualPatience = 120_000;

/**
 * A client of the daemon behind a unix socket. The API's version is settled anew for each call of the target: a daemon may
 * have been upgraded. The library is loaded only here, as few need it.
 */
export async function connectDaemon(socket: string, timeout = usualPatience): Promise<Daemon> {
  const { default: Client } = await import('dockerode');
  const socketPath = socket.replace(/^unix:\/\//, '');
  const call = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw explainRefusal(what, error);
    }
  };
  const first = new Client({ socketPath, timeout });
  const { ApiVersion, MinAPIVersion } = (await call('the daemon', () => first.version())) as DaemonVersion;
  const docker = new Client({ socketPath, timeout, version: `v${settleVersion(ApiVersion, MinAPIVersion)}` });

  const inspect: Daemon['inspect'] = (name, labels) =>
    call(`container ${name}`, async () => {
      const found = await orUndefined(() => docker.getContainer(name).inspect());
      if (found !== undefined) requireOwn(`container ${name}`, found.Config.Labels, labels);
      return found;
    });
  return {
    docker,
    call,
    inspect,
    list: (what, labels) =>
      call(what, async () => {
        const filters = { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) };
        if (what === 'containers')
          return (await docker.listContainers({ all: true, filters })).map(({ Labels }) => Labels);
        const { Volumes } = (await docker.listVolumes({ filters })) as { Volumes: { Labels: Labels }[] | null };
        return (Volumes ?? []).map(({ Labels }) => Labels);
      }),
    create: async (options) => {
      const there = await inspect(options.name, options.Labels);
      if (there) return there;
      // Somebody may make it meanwhile: whose it is shows below.
      await call(`container ${options.name}`, () => but([409], docker.createContainer(options)));
      const made = await inspect(options.name, options.Labels);
      if (made) return made;
      throw new StewardError('docker_away', { why: `container ${options.name} was removed while it was made` });
    },
    start: (name) => call(`container ${name}`, () => but([304], docker.getContainer(name).start())),
    stop: (name) => call(`container ${name}`, () => but([304, 404], docker.getContainer(name).stop())),
    rename: ({ Id }, name) =>
      call(`container ${name}`, async () => void (await docker.getContainer(Id).rename({ name }))),
    // It may be gone, or going.
    remove: ({ Id, Name }) =>
      call(`container ${Name.replace(/^\//, '')}`, () =>
        but([404, 409], docker.getContainer(Id).remove({ force: true })),
      ),
  };
}

interface DaemonVersion {
  readonly ApiVersion: string;
  readonly MinAPIVersion?: string;
}

/** What has the name that we would use and not our labels is somebody else's. */
export function requireOwn(what: string, there: Labels | null | undefined, labels: Labels): void {
  if (Object.entries(labels).every(([label, value]) => there?.[label] === value)) return;
  throw new StewardError('docker_object_foreign', { what });
}

/** Waits, and takes an answer of one of these statuses for success. */
export async function but(statuses: readonly number[], answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error;
  }
}

/** Undefined for what the daemon does not have. */
export async function orUndefined<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** A version is two whole numbers; all of Docker's begin with 1. */
function settleVersion(newest: string, oldest = '1.24'): string {
  const minor = (version: string | number) => Number(String(version).split('.')[1]);
  if (minor(newest) < minor(versions.oldest))
    throw new StewardError('docker_too_old', { version: newest, oldest: String(versions.oldest) });
  return `1.${Math.max(Math.min(minor(newest), minor(versions.newest)), minor(oldest))}`;
}
