import { type Daemon, orUndefined, requireOwn } from './connect-daemon';
import type { DockerSpec } from '../../../domain/project';
import { packFolder } from '../../../formats/docker/archive';
import { type Described, ownUser } from './describe-containers';
import type { Labels } from './names';
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
export async function ensureVolume({ docker, call }: Daemon, name: string, labels: Labels): Promise<void> {
  await call(`volume ${name}`, async () => {
    await docker.createVolume({ Name: name, Labels: { ...labels } });
    const { Labels } = await docker.getVolume(name).inspect();
    requireOwn(`volume ${name}`, Labels, labels);
  });
}

/** Absent or not. No container may have it. */
export async function removeVolume({ docker, call }: Daemon, name: string, labels: Labels): Promise<void> {
  await call(`volume ${name}`, async () => {
    const there = await orUndefined(() => docker.getVolume(name).inspect());
    if (!there) return;
    requireOwn(`volume ${name}`, there.Labels, labels);
    await orUndefined(() => docker.getVolume(name).remove());
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
  await ensureVolume(daemon, folder.source, folder.labels);
  const { State } = await daemon.create(described);
  if (State.Running) return;
  await putFiles(daemon, described.name, folder);
  await daemon.start(described.name);
}

/** What a container finds in its folder when it is started; it may be stopped, or not have been started yet. */
export async function putFiles(
  { docker, call }: Daemon,
  name: string,
  { own, target, files }: Pick<OwnFolder, 'own' | 'target' | 'files'>,
): Promise<void> {
  const archive = await packFolder(own.slice(target.length + 1), files, ownUser);
  await call(`container ${name}`, () => docker.getContainer(name).putArchive(archive, { path: target }));
}
