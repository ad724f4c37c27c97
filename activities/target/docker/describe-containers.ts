import type { ContainerCreateOptions } from 'dockerode';
import type { EnvironmentRef, StageRequest } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { dockerPorts } from '../../../formats/docker/ports';
import { hashJson } from '../../../formats/hash';
import { gatewaySettings } from '../gateway-settings';
import { modelServerCommand } from '../model-server-command';
import { type Labels, doorLabels, doorName, gatewayLabels, modelLabels, notes, releaseNames } from './names';

export type Described = ContainerCreateOptions & { readonly name: string; readonly Labels: Labels };

/** Folders in our own containers that outlive them; what is in `own` belongs to the user that they run as. */
export const folders = {
  spool: { volume: '/spool', own: '/spool/rows', secret: '/spool/rows/database-url' },
  door: { volume: '/door', own: '/door/choice' },
} as const;

/** Whom our own programs run as: nobody of the image's, with its group 0. */
export const ownUser = { uid: 1001, gid: 0 } as const;

/** Seconds that a gateway may take to ship its rows when it is told to stop. */
const stopSeconds = 20;

/** What every container of ours runs under. */
function hostConfig({ network }: Pick<DockerSpec, 'network'>): NonNullable<ContainerCreateOptions['HostConfig']> {
  return {
    NetworkMode: network,
    // After a crash, and after a restart of the daemon or the machine; not after somebody stopped it.
    RestartPolicy: { Name: 'unless-stopped' },
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    // Without it a log grows until the disk is full.
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
  };
}

/** The model server, by the image's digest; its user is the image's own. */
export function describeModel(request: StageRequest, spec: DockerSpec): Described {
  const { project, reference, versionDirectory, server } = request;
  const variables = {
    MODEL_NAME: project,
    MODEL_VERSION: versionDirectory,
    MODEL_DIRECTORY: `/models/${project}/${versionDirectory}`,
    MODEL_PORT: String(dockerPorts.model),
  };
  const memory = bytesOf(spec.resources.memory);
  return {
    name: releaseNames(request).model,
    Image: reference,
    Entrypoint: modelServerCommand(project, dockerPorts.model, server).map((word) => fillIn(word, variables)),
    Cmd: [],
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    Labels: {
      ...modelLabels(request),
      [notes.image]: request.image,
      [notes.label]: request.label,
      [notes.package]: request.packageDigest,
      [notes.versionDirectory]: versionDirectory,
    },
    HostConfig: {
      ...hostConfig(spec),
      Memory: memory,
      // None of it on the disk: a model that does not fit shows at once.
      MemorySwap: memory,
      ...(spec.resources.cpu !== undefined && { NanoCpus: nanoCpus(spec.resources.cpu) }),
    },
  };
}

/** The scoring gateway, which records; only the door leads to it. */
export function describeGateway(request: StageRequest, spec: DockerSpec, image: string): Described {
  const names = releaseNames(request);
  const settings = {
    ...gatewaySettings(request, {
      port: dockerPorts.gateway,
      model: `http://${names.model}:${dockerPorts.model}`,
      spool: folders.spool.own,
      spoolMegabytes: spec.spoolMegabytes,
    }),
    STEWARD_GATEWAY_DATABASE_URL_FILE: folders.spool.secret,
  };
  return {
    name: names.gateway,
    Image: image,
    User: `${ownUser.uid}:${ownUser.gid}`,
    Entrypoint: ['node', '/app/dist/serving/gateway/main.js'],
    Cmd: [],
    Env: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    Labels: gatewayLabels(request),
    StopTimeout: stopSeconds,
    HostConfig: {
      ...hostConfig(spec),
      Memory: bytesOf('384Mi'),
      Mounts: [{ Type: 'volume', Source: names.spool, Target: folders.spool.volume }],
    },
  };
}

/** What holds the environment's one address: the only published port. */
export function describeDoor(environment: EnvironmentRef, spec: DockerSpec, image: string): Described {
  const { address, port, network } = spec;
  const inside = `${dockerPorts.door}/tcp`;
  return {
    name: doorName(environment),
    Image: image,
    User: `${ownUser.uid}:${ownUser.gid}`,
    Entrypoint: ['node', '/app/dist/serving/door/main.js', '--directory', folders.door.own],
    Cmd: [],
    // Not of the image: over upgrades of Steward a door stays as it is, and the address with it.
    Labels: { ...doorLabels(environment), [notes.door]: hashJson({ address, port, network }) },
    ExposedPorts: { [inside]: {} },
    HostConfig: {
      ...hostConfig(spec),
      Memory: bytesOf('384Mi'),
      PortBindings: { [inside]: [{ HostIp: address, HostPort: String(port) }] },
      Mounts: [{ Type: 'volume', Source: doorName(environment), Target: folders.door.volume }],
    },
  };
}

/** As Kubernetes does for a command: `$(NAME)` is the variable, `$$` a `$`, an unknown name stays. */
function fillIn(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replace(/\$\$|\$\(([A-Za-z_]\w*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

function bytesOf(memory: string): number {
  return Number.parseInt(memory, 10) * (memory.endsWith('Gi') ? 1024 ** 3 : 1024 ** 2);
}

function nanoCpus(cpu: string): number {
  return cpu.endsWith('m') ? Number.parseInt(cpu, 10) * 1_000_000 : Number(cpu) * 1_000_000_000;
}
