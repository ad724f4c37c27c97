import { parseAllDocuments } from 'yaml';
import { connectDatabase, type Database } from '../../database/database';
import type { KubernetesSpec, ProjectFile } from '../../domain/project';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { createShell } from '../support/shell';
import { applyTestProject } from '../support/release-fixtures';
import { retrainingProject } from '../support/retraining-world';
import { testProject } from '../support/steward';

const target: KubernetesSpec = {
  ...{ kind: 'kubernetes', namespace: 'credit-risk', replicas: 2, probesFrom: [], spoolMegabytes: 256 },
  ...{ resources: { cpu: '500m', memory: '1Gi' }, recorderSecret: 'steward-recorder', pullSecret: 'pull' },
};

const retraining: RetrainingPolicy = {
  ...{ start: 'ask', parameters: {}, seed: 1, deadlineMs: 60_000, windows: 1, margin: 0.02, coolDownMs: 0 },
  budget: { attempts: 1, withinMs: 1 },
};

let file: ProjectFile;
let files: TestDatabase;
let database: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  const { environments, ...rest } = testProject();
  const { staging, production } = environments;
  if (!staging || !production) throw new Error('the test project has other environments');
  file = { ...rest, environments: { staging, production: { ...production, target } } };
  await applyTestProject(database, file);
});

afterAll(async () => {
  await database.close();
  await files.drop();
});

const prepare = (...words: readonly string[]) =>
  createShell({ database: () => database })('environment', 'prepare', ...words);

describe('steward environment prepare', () => {
  it('prints what an administrator applies, with room for three releases and no secret', async () => {
    const { lines, error } = await prepare('production', '--print');
    expect(error).toBeUndefined();
    const text = lines.join('\n');
    const objects = parseAllDocuments(text).map(
      (document) => document.toJS() as { kind: string; spec?: object } | null,
    );
    expect(objects.flatMap((object) => (object ? [object.kind] : []))).toEqual([
      ...['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ResourceQuota'],
    ]);
    expect(objects.at(-1)?.spec).toEqual({ hard: { pods: '6', 'limits.memory': '8448Mi' } });
    expect(text).toContain(
      '# - kubectl -n credit-risk create secret generic steward-recorder --from-file=database-url=FILE',
    );
    expect(text).toContain('create secret docker-registry pull');
  });

  it('adds the rights and the room of a trainer that shares the namespace, and not of another', async () => {
    const image = `registry.example/team/trainer@sha256:${'a'.repeat(64)}`;
    const trainer = { image, namespace: 'credit-risk', resources: { cpu: '1', memory: '2Gi' } };
    const printed = async (namespace: string) => {
      await applyTestProject(database, { ...file, retraining: { ...retraining, trainer: { ...trainer, namespace } } });
      return (await prepare('production', '--print')).lines.join('\n');
    };
    const shared = await printed('credit-risk');
    expect(shared).toMatch(/- batch\n +resources:\n +- jobs\n +verbs:\n +- get\n +- create\n +- delete\n/);
    expect(shared).toMatch(/- secrets\n +verbs:\n +- create\n/);
    expect(shared).toContain('pods: "7"');
    expect(shared).toContain('limits.memory: 10496Mi');
    expect(await printed('elsewhere')).not.toContain('jobs');
  });

  it('adds the rights and the room of the gate where an environment is retrained', async () => {
    const { monitoring, retraining: policy } = retrainingProject();
    if (!monitoring || !policy) throw new Error('the project is not retrained');
    const printed = async (environment: string) => {
      const judged = { ...monitoring, environments: [environment] };
      await applyTestProject(database, { ...file, monitoring: judged, retraining: policy });
      return (await prepare('production', '--print')).lines.join('\n');
    };
    const retrained = await printed('production');
    expect(retrained).toMatch(/- jobs\n +verbs:\n +- get\n +- create\n +- delete\n/);
    expect(retrained).toContain('pods: "7"');
    expect(retrained).toContain('limits.memory: 9856Mi');
    expect(await printed('staging')).not.toContain('jobs');
  });

  it('prints only when it is told to, and only for a cluster', async () => {
    expect((await prepare('production')).complaint).toContain('--print');
    expect((await prepare('staging', '--print')).error).toMatchObject({ code: 'environment_needs_nothing' });
    const { error } = await prepare('prodution', '--print');
    expect(error).toMatchObject({ code: 'environment_unknown' });
    expect(String(error)).toContain('production');
  });
});
