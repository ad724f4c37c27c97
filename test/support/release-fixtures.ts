import { hashProjectFile } from '../../formats/project-file/hash-project-file';
import { applyProject } from '../../database/projects';
import type { Database, Tx } from '../../database/database';
import { registerVersion } from '../../database/versions';
import type { Digest } from '../../domain/digest';
import type { PackageManifest } from '../../domain/package/manifest';
import type { ProjectFile } from '../../domain/project';
import { type Opened, openRelease } from '../../database/open-release';
import { drawReleaseNumber } from '../../database/releases';
import { beginStep, finishStep, openApproval } from '../../database/advance-release';

/** People of the test project, as directory object ids. */
export const people = {
  modeller: '11111111-1111-4111-8111-111111111111',
  leader: '22222222-2222-4222-8222-222222222222',
  secondLeader: '33333333-3333-4333-8333-333333333333',
  operator: '44444444-4444-4444-8444-444444444444',
  guest: '55555555-5555-4555-8555-555555555555',
} as const;

export const start = '2026-03-01T09:00:00.000Z';

/** `start` plus so many seconds. */
export function after(seconds: number): string {
  return new Date(Date.parse(start) + seconds * 1_000).toISOString();
}

export function digestOf(character: string): Digest {
  return `sha256:${character.repeat(64)}`;
}

export function projectFile(change: Partial<ProjectFile> = {}): ProjectFile {
  const approvers = [{ kind: 'role', role: 'leader' }] as const;
  const policy = { approvers, quorum: 1, quorumForSystem: 2, expiryMs: 3_600_000 };
  return {
    project: 'hmeq',
    contract: { outcome: { name: 'BAD', event: '1' } },
    people: {},
    roles: {
      modeller: [people.modeller],
      leader: [people.leader, people.secondLeader],
      operator: [people.operator],
      auditor: [],
      viewer: [],
    },
    environments: {
      staging: { target: { kind: 'local' }, leading: false, policy },
      production: { target: { kind: 'local' }, leading: true, policy },
    },
    serving: { bases: [{ base: { kind: 'scratch' } }] },
    ...change,
  };
}

export async function applyTestProject(database: Database, file = projectFile()): Promise<void> {
  await database.transaction((tx) =>
    applyProject(tx, file, {
      hash: hashProjectFile(file),
      source: 'test',
      changes: [],
      actor: { kind: 'system' },
      at: start,
    }),
  );
}

/** A manifest as registration makes it, of a package whose digests are told by one character. */
export function manifest(character: string): PackageManifest {
  return {
    format: 'sas',
    packageDigest: digestOf(character),
    treeDigest: digestOf(character),
    bytes: 1_000,
    files: [],
    tool: { name: 'test' },
    contract: {
      inputs: [{ name: 'LOAN', type: 'number' }],
      outputs: [],
      outcome: { name: 'BAD', event: '1' },
    },
    call: { method: 'classify', signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } },
    model: { directory: '1', files: [], signatures: [], ops: [], frozen: true },
    goldenRows: [],
    goldenTolerance: 1e-5,
    declaredMetrics: [],
    notes: [],
  } as unknown as PackageManifest;
}

export async function registerTestVersion(database: Database, character: string): Promise<string> {
  const registration = await database.transaction((tx) =>
    registerVersion(tx, 'hmeq', manifest(character), {
      modeller: people.modeller,
      actor: { kind: 'person', objectId: people.modeller },
      at: start,
    }),
  );
  return registration.version.label;
}

/** Opens a release of the version told by `character` to production, asked for by the operator unless said otherwise. */
export async function openTestRelease(
  database: Database,
  character: string,
  change: { requester?: string; at?: string; kind?: 'deploy' | 'rollback'; environment?: string } = {},
): Promise<Opened> {
  const number = await drawReleaseNumber(database);
  return database.transaction((tx: Tx) =>
    openRelease(tx, {
      number,
      project: 'hmeq',
      environment: change.environment ?? 'production',
      kind: change.kind ?? 'deploy',
      version: `v${character}`,
      packageDigest: digestOf(character),
      modeller: people.modeller,
      requester: { kind: 'person', objectId: change.requester ?? people.operator },
      requestedAt: change.at ?? start,
    }),
  );
}

/** Brings an opened release to its approval, without a target: the steps find what `character` tells. */
export async function prepareTestRelease(database: Database, number: number, character: string): Promise<void> {
  const image = { digest: digestOf(character), bytes: 1, base: 'scratch' };
  const plan = { digest: digestOf(character), lines: ['starts a model server'] };
  const changes = { check: {}, build: { image }, plan: { plan, previous: null } } as const;
  for (const step of ['check', 'build', 'plan'] as const) {
    await database.transaction((tx) => beginStep(tx, number, step, after(1)));
    await database.transaction((tx) =>
      finishStep(tx, number, step, { at: after(2), detail: 'done', change: changes[step] }),
    );
  }
  await database.transaction((tx) => openApproval(tx, number, after(3)));
}
