import { type Daemon, orUndefined, requireOwn } from './connect-daemon';
import type { EnvironmentRef } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { packFolder } from '../../../formats/docker/archive';
import { type Described, describeDoor, folders, ownUser } from './describe-containers';
import { type Labels, doorLabels, doorName, notes } from './names';
import { statusOf } from './explain-refusal';

/** The network that all containers of the target are in, whoever made it; it is never removed. */
export async function ensureNetwork({ docker, call }: Daemon, { network }: DockerSpec): Promise<void> {
  await call(`network ${network}`, async () => {
    if (await orUndefined(() => docker.getNetwork(network).inspect())) return;
    const Labels = { 'app.kubernetes.io/managed-by': 'steward' };
    try {
      await docker.createNetwork({ Name: network, Driver: 'bridge', CheckDuplicate: true, Labels });
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
    }
  });
}

/** Making a volume that is there gives it as it is, so whose it is must be looked at. */
async function ensureVolume({ docker, call }: Daemon, name: string, labels: Labels): Promise<void> {
  await call(`volume ${name}`, async () => {
    await docker.createVolume({ Name: name, Labels: { ...labels } });
    const { Labels } = await docker.getVolume(name).inspect();
    requireOwn(`volume ${name}`, Labels, labels);
  });
}

export interface OwnFolder {
  /** The volume, and its labels. */
  readonly source: string;
  readonly labels: Labels;
  readonly target: string;
  /** Below it, for the container's own user. */
  readonly own: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A container of Steward's image, with its volume and what it finds there; runs when this returns. */
export async function ensureOwn(daemon: Daemon, described: Described, folder: OwnFolder): Promise<void> {
  const { name } = described;
  await ensureVolume(daemon, folder.source, folder.labels);
  const { State } = await daemon.create(described);
  if (State.Running) return;
  const archive = await packFolder(folder.own.slice(folder.target.length + 1), folder.files, ownUser);
  await daemon.call(`container ${name}`, () =>
    daemon.docker.getContainer(name).putArchive(archive, { path: folder.target }),
  );
  await daemon.start(name);
}

/**
 * The container that holds the environment's address: made, or made anew where the project file wants another address. Whom
 * it leads to lies in its volume, so that a new one goes on as the old one did.
 */
export async function ensureDoor(
  daemon: Daemon,
  environment: EnvironmentRef,
  spec: DockerSpec,
  image: string,
): Promise<void> {
  const described = describeDoor(environment, spec, image);
  const there = await daemon.inspect(described.name, doorLabels(environment));
  if (there && there.Config.Labels[notes.door] !== described.Labels[notes.door]) await daemon.remove(there);
  const { volume: target, own } = folders.door;
  const labels = doorLabels(environment);
  await ensureOwn(daemon, described, { source: doorName(environment), labels, target, own, files: {} });
}
