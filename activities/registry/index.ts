import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../../database/database';
import { getProject } from '../../database/projects';
import { StewardError } from '../../domain/errors';
import type { PackageManifest } from '../../domain/package/manifest';
import type { RegistrationAnswer, RegistrationRequest } from '../../domain/ports/engine';
import type { Registry } from '../../domain/ports/registry';
import type { ContractOverrides } from '../../domain/project';
import type { Instant } from '../../domain/release/release';

export interface RegistryDependencies {
  readonly database: Database;
  readonly registry: Registry;
  /** Folder in which people lay packages; files are read, never changed. */
  readonly inbox: string;
  /** Folder of packages that came over HTTP; a file is removed once its registration has an answer. */
  readonly uploads: string;
  /** Reads a package, executing nothing of it; keeps the judged bytes as `package.zip` in the work directory. */
  readonly inspect: (file: string, workDirectory: string, overrides: ContractOverrides) => Promise<PackageManifest>;
  readonly withWorkDirectory: <T>(work: (directory: string) => Promise<T>) => Promise<T>;
  readonly now: () => Instant;
}

export function createRegistryActivities(deps: RegistryDependencies) {
  return {
    register: (request: RegistrationRequest) => registerPackage(deps, request),
    /** What came over HTTP is not needed once its registration has an answer, whatever it is. */
    discardUpload: async ({ source }: RegistrationRequest): Promise<void> => {
      if (source.kind === 'upload') await rm(sourcePath(deps, source), { force: true });
    },
  };
}

export type RegistryActivities = ReturnType<typeof createRegistryActivities>;

/** Reads one package and registers it. */
async function registerPackage(deps: RegistryDependencies, request: RegistrationRequest): Promise<RegistrationAnswer> {
  const { file } = await getProject(deps.database, request.project);
  const source = sourcePath(deps, request.source);
  const answer = await deps.withWorkDirectory(async (directory) => {
    const work = path.join(directory, 'work');
    const manifest = await deps.inspect(source, work, file.contract);
    const archive = { path: path.join(work, 'package.zip'), name: request.source.name, manifest };
    const who = { modeller: request.modeller, actor: request.actor, at: deps.now() };
    return deps.registry.register(request.project, archive, who);
  });
  return { ok: true, label: answer.label, outcome: answer.outcome };
}

/** Only bare names: nothing outside the two folders can be named. */
function sourcePath(deps: RegistryDependencies, source: RegistrationRequest['source']): string {
  const { kind, name } = source;
  if (name !== path.basename(name) || name.startsWith('.') || name.includes('\\') || name.includes('\0'))
    throw new StewardError('package_missing', { file: name.slice(0, 100) });
  return path.join(kind === 'inbox' ? deps.inbox : deps.uploads, name);
}
