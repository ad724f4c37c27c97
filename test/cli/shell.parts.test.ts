import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { append, verifyAudit } from '../../database/audit';
import { connectDatabase } from '../../database/database';
import { findProject } from '../../database/projects';
import { getVersion } from '../../database/versions';
import { writeZip } from '../../formats/zip/write-zip';
import { createRegistrationEngine } from '../../workflows/client/create-registration-engine';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { classify, json, modelProperties, sampleFiles, sampleGraph } from '../support/sample-packages';
import { scratchFolder } from '../support/scratch-folder';
import { createShell, type Shell } from '../support/shell';
import { dana, ivo, lena, startSteward, theo, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;
let shell: Shell;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const uploads = path.join(folder, 'uploads');

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  shell = createShell({
    database: () => steward.database,
    registrations: () => createRegistrationEngine(client),
    uploads: () => uploads,
  });
});

async function lay(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const autoProject = (name: string, change = ''): string => `
project: ${name}
contract:
  outcome: { name: BAD, event: 1 }
people:
  Dana: ${dana}
  Lena: ${lena.toUpperCase()}
  Theo: ${theo}
roles:
  modeller: [Dana]
  leader: [Lena${change}]
environments:
  production:
    target: { kind: local }
    leading: true
`;

describe('project', () => {
  it('shows all of a new file and, on a dry run, applies nothing', async () => {
    const file = await lay('motor.yaml', autoProject('motor'));
    const { lines, error } = await shell('project', 'apply', file, '--dry-run');
    expect(error).toBeUndefined();
    expect(lines).toContain('  project: motor (new)');
    expect(lines.at(-1)).toBe('Nothing was changed (--dry-run).');
    expect(await findProject(steward.database, 'motor')).toBeUndefined();
  });

  it('applies a file, in the name of the shell user, and says so once', async () => {
    const file = await lay('motor.yaml', autoProject('motor'));
    expect((await shell('project', 'apply', file)).lines.at(-1)).toMatch(/^Applied motor sha256:[0-9a-f]{12}\.$/);
    expect(await findProject(steward.database, 'motor')).toMatchObject({ appliedBy: 'local:tester' });
    expect((await shell('project', 'apply', file)).lines).toEqual(['motor is applied as it is; nothing changed.']);
    expect((await shell('project', 'apply', file, '--dry-run')).lines).toEqual(['Nothing would change.']);
    expect((await shell('project', 'list')).lines.join('\n')).toMatch(/^motor {2}sha256:.* by local:tester$/m);
  });

  it('shows what a change changes, and nothing else', async () => {
    await shell('project', 'apply', await lay('motor.yaml', autoProject('motor')));
    const { lines } = await shell('project', 'apply', await lay('motor2.yaml', autoProject('motor', ', Theo')));
    expect(lines).toEqual([`  roles.leader: Theo (${theo}) added`, expect.stringMatching(/^Applied motor/)]);
  });

  it('lists ten mistakes at once, each with its place, and applies nothing of the file', async () => {
    const broken = `
project: Broken Name
colour: blue
contract: { outcome: { name: 1 } }
people: { Dana: nobody }
roles: { modeller: [Nobody], boss: [Dana] }
environments:
  staging: { target: { kind: cloud }, policy: { quorum: 0, expiry: soon } }
  Production: { leading: perhaps }
`;
    const { error } = await shell('project', 'apply', await lay('broken.yaml', broken));
    expect(error).toMatchObject({ code: 'project_file_invalid' });
    const problems = String((error as { details: { problems: string } }).details.problems).split('\n');
    expect(problems.length).toBeGreaterThanOrEqual(10);
    for (const place of ['project', 'colour', 'contract.outcome', 'people.Dana', 'roles.boss', 'environments.staging'])
      expect(problems.some((line) => line.includes(place))).toBe(true);
  });

  it.each([
    ['a folder', () => Promise.resolve(folder), 'file_unreadable'],
    ['no file', () => Promise.resolve(path.join(folder, 'nothing.yaml')), 'file_unreadable'],
    ['a file of a megabyte and more', () => lay('long.yaml', `# ${'x'.repeat(1_000_001)}`), 'file_too_long'],
    ['no YAML', () => lay('no.yaml', 'project: [a'), 'project_file_not_yaml'],
  ])('refuses %s', async (_, make, code) => {
    expect((await shell('project', 'apply', await make())).error).toMatchObject({ code });
  });
});

describe('token', () => {
  const owner = ivo;

  it('is printed once, for its owner, and kept nowhere', async () => {
    const made = await shell(
      'token',
      'create',
      '--for',
      owner.toUpperCase(),
      '--scope',
      'versions:read',
      'versions:write',
    );
    const [secret = '', about = ''] = made.lines;
    expect(secret).toMatch(/^stw_.{20,}$/);
    expect(about).toContain(`of ${owner}, until `);
    const { lines } = await shell('token', 'list');
    expect(lines.find((line) => line.includes(owner))).toContain('versions:read,versions:write  until ');
    expect(lines.join('\n')).not.toContain(secret);
    const stored = await steward.database.query('select * from tokens t join audit a on a.subject = $1', ['token/1']);
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('is revoked once', async () => {
    const { lines } = await shell('token', 'create', '--for', owner, '--scope', 'versions:read', '--expires', '12h');
    const id = /^Token (\d+)/.exec(lines[1] ?? '')?.[1] ?? '';
    expect((await shell('token', 'revoke', id)).lines).toEqual([`Token ${id} is revoked.`]);
    expect((await shell('token', 'list')).lines.find((line) => line.startsWith(`${id}  `))).toContain('revoked 20');
    expect((await shell('token', 'revoke', id)).error).toMatchObject({ code: 'token_unknown' });
    expect((await shell('token', 'revoke', 'everything')).error).toMatchObject({ code: 'token_unknown' });
  });

  it.each([
    ['an owner that is no object id', ['--for', 'dana', '--scope', 'versions:read'], 'object_id_invalid'],
    ['a term for ever', ['--for', owner, '--scope', 'versions:read', '--expires', '900d'], 'duration_invalid'],
    ['a term of nothing', ['--for', owner, '--scope', 'versions:read', '--expires', '0d'], 'duration_invalid'],
    ['a term in words', ['--for', owner, '--scope', 'versions:read', '--expires', 'for ever'], 'duration_invalid'],
  ])('is not made for %s', async (_, words, code) => {
    expect((await shell('token', 'create', ...words)).error).toMatchObject({ code });
  });

  it('is not made with a scope that there is not', async () => {
    const { complaint, error } = await shell('token', 'create', '--for', owner, '--scope', 'everything');
    expect(error).toBeDefined();
    expect(complaint).toContain('Allowed choices are versions:write, versions:read');
  });
});

describe('register', () => {
  const described = (description: string) =>
    writeZip(sampleFiles({ 'ModelProperties.json': { ...modelProperties, description } }));

  it('registers a file for the modeller who is named, as the shell user', async () => {
    const file = await lay('first.zip', described('from the shell'));
    const { lines, error } = await shell('register', file, '--project', 'hmeq', '--for', dana.toUpperCase());
    expect(error).toBeUndefined();
    expect(lines.join('\n')).toContain('v1');
    expect(await getVersion(steward.database, 'hmeq', 'v1')).toMatchObject({
      modeller: dana,
      registeredBy: 'local:tester',
    });
    expect(await readdir(uploads)).toEqual([]);
    const again = await shell('register', file, '--project', 'hmeq', '--for', dana);
    expect(again.lines.join('\n')).toContain('v1');
    await expect(getVersion(steward.database, 'hmeq', 'v2')).rejects.toMatchObject({ code: 'version_unknown' });
  });

  it('registers the folder of a model', async () => {
    const [model] = sampleFiles().filter(({ path: name }) => name.endsWith('.pb'));
    await mkdir(path.join(folder, 'folder/1'), { recursive: true });
    await writeFile(path.join(folder, 'folder/1/saved_model.pb'), model?.bytes ?? '');
    const words = ['register', path.join(folder, 'folder'), '--project', 'hmeq', '--for', dana];
    const { error } = await shell(...words);
    expect(error).toBeUndefined();
    const { manifest } = await getVersion(steward.database, 'hmeq', 'v2');
    expect(manifest.format).toBe('tensorflow-serving');
    // Two of the same folder are the same bytes, so the same version.
    await shell(...words);
    await expect(getVersion(steward.database, 'hmeq', 'v3')).rejects.toMatchObject({ code: 'version_unknown' });
  });

  it('takes the modeller from the setting where none is named', async () => {
    const set = createShell({
      database: () => steward.database,
      registrations: () => createRegistrationEngine(temporal.client),
      uploads: () => uploads,
      localPerson: () => dana,
    });
    const { error } = await set('register', await lay('third.zip', described('by setting')), '--project', 'hmeq');
    expect(error).toBeUndefined();
  });

  it.each([
    ['nobody named as its modeller', [], 'modeller_missing'],
    ['a modeller who is no object id', ['--for', 'dana'], 'modeller_missing'],
    ['somebody without the role', ['--for', ivo], 'not_allowed'],
    ['a project that is not there', ['--for', dana, '--project', 'nothing'], 'project_unknown'],
  ])('refuses %s', async (_, words, code) => {
    const file = await lay('refused.zip', described('refused'));
    expect((await shell('register', file, '--project', 'hmeq', ...words)).error).toMatchObject({ code });
  });

  it('does not guess between two projects', async () => {
    await shell('project', 'apply', await lay('motor.yaml', autoProject('motor')));
    const { error } = await shell('register', await lay('which.zip', described('which')), '--for', dana);
    expect(error).toMatchObject({ code: 'project_missing', details: { projects: 'hmeq, motor' } });
  });

  it.each([
    ['a missing file', () => Promise.resolve(path.join(folder, 'gone.zip')), 'package_missing', 'gone.zip'],
    ['what is no zip', () => lay('words.zip', 'just words'), 'not_a_zip', 'words.zip'],
    [
      'a package without a model',
      () => lay('hollow.zip', writeZip([json('ModelProperties.json', modelProperties)])),
      'saved_model_missing',
      'hollow.zip',
    ],
  ])('refuses %s by the name that it was given', async (_, make, code, name) => {
    const { error } = await shell('register', await make(), '--project', 'hmeq', '--for', dana);
    expect(error).toMatchObject({ code, message: expect.stringContaining(name) as unknown });
    expect(await readdir(uploads)).toEqual([]);
  });
});

describe('inspect', () => {
  const offline = createShell({});

  it('tells what is in a zip, without any server', async () => {
    const { lines, error } = await offline('inspect', await lay('sound.zip', writeZip(sampleFiles())));
    expect(error).toBeUndefined();
    expect(lines.join('\n')).toMatch(/^Outcome: BAD, event 1$[\s\S]*^Inputs \(2\): LOAN number, REASON text$/m);
  });

  it('tells of a folder what it would tell of its zip', async () => {
    const root = path.join(folder, 'sound');
    for (const { path: name, bytes } of sampleFiles()) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), bytes);
    }
    const zipped = await offline('inspect', await lay('sound.zip', writeZip(sampleFiles())));
    expect((await offline('inspect', root)).lines).toEqual(zipped.lines);
  });

  it('refuses what registration would refuse', async () => {
    expect((await offline('inspect', await lay('no.zip', 'no zip'))).error).toMatchObject({ code: 'not_a_zip' });
    expect((await offline('inspect', path.join(folder, 'gone'))).error).toMatchObject({ code: 'package_missing' });
  });

  it('prints nothing that a terminal would obey', async () => {
    const hostile = '\u001b[2Jx\u0007';
    const spoiled = {
      name: { 'ModelProperties.json': { ...modelProperties, name: hostile, description: hostile } },
      input: { 'inputVar.json': [{ name: `LOAN${hostile}`, type: 'decimal' }] },
      output: { 'outputVar.json': [{ name: `P${hostile}`, type: 'decimal' }] },
      signature: { '1/saved_model.pb': sampleGraph({ signatures: { [`sign${hostile}`]: classify } }) },
      feature: {
        'inputVar.json': undefined,
        '1/saved_model.pb': sampleGraph({ features: { [`LOAN${hostile}`]: 'DT_FLOAT' } }),
      },
      file: { [`x${hostile}`]: Buffer.from('x') },
    };
    for (const [what, change] of Object.entries(spoiled)) {
      const { lines, error } = await offline('inspect', await lay('x.zip', writeZip(sampleFiles(change))));
      const said = [...lines, error instanceof Error ? error.message : ''].join('\n').replaceAll('\n', '');
      expect({ what, told: said.length > 0, obeyed: /\p{Cc}/u.test(said) }).toEqual({
        what,
        told: true,
        obeyed: false,
      });
    }
  });
});

describe('audit', () => {
  let files: TestDatabase;

  beforeAll(async () => {
    files = await createTestDatabase();
  });
  afterAll(() => files.drop());

  it('verifies a whole chain and shows the rows of one subject', async () => {
    const { lines } = await shell('audit', 'verify');
    const verdict = await verifyAudit(steward.database);
    expect(verdict).toMatchObject({ intact: true });
    expect(lines[0]).toBe(
      `The chain is intact: ${verdict.intact && verdict.rows} rows, head ${verdict.intact && verdict.head}.`,
    );
    const shown = await shell('audit', 'show', 'project/motor');
    expect(shown.lines.map((line) => (JSON.parse(line) as { action: string }).action)).toContain('project.applied');
  });

  it.each(['banana', 'retraining/t1', 'release/r999'])('says that nothing is recorded about %s', async (subject) => {
    const { lines, error } = await shell('audit', 'show', subject);
    expect(lines).toEqual([]);
    expect(error).toMatchObject({ code: 'audit_nothing' });
    expect(String(error)).toContain(`Nothing is recorded about ${subject}.`);
  });

  it.each([
    ['release/r9', 'release/9'],
    ['retraining/t4', 'retraining/4'],
    ['alert/a3', 'alert/3'],
  ])('takes %s as people say it', async (said, subject) => {
    const at = '2026-01-01T00:00:00.000Z';
    const entry = { at, action: 'test.noted', subject, key: `test/${subject}`, data: {} };
    await steward.database.transaction((tx) => append(tx, { ...entry, actor: { kind: 'system' } }));
    expect((await shell('audit', 'show', said)).lines.join()).toContain('test.noted');
  });

  it('names the first row that was changed', async () => {
    const database = connectDatabase({ url: files.url, max: 2 });
    const owner = connectDatabase({ url: files.ownerUrl, max: 1 });
    const other = createShell({ database: () => database });
    try {
      for (const name of ['one', 'two', 'three'])
        await other('project', 'apply', await lay('audited.yaml', autoProject(name)));
      expect((await other('audit', 'verify')).error).toBeUndefined();
      await owner.query('alter table audit disable trigger all');
      await owner.query(`update audit set actor = 'somebody else' where seq = 2`);
      expect((await other('audit', 'verify')).error).toMatchObject({ code: 'audit_broken', details: { seq: 2 } });
    } finally {
      await Promise.all([database.close(), owner.close()]);
    }
  });
});

describe('the program', () => {
  it.each([
    [['regster', 'x.zip'], /unknown command 'regster'[\s\S]*Did you mean register[\s\S]*steward --help/],
    [['token', 'make'], /unknown command 'make'[\s\S]*steward --help/],
    [['project', 'apply'], /missing required argument 'file'[\s\S]*steward --help/],
    [['audit', 'verify', '--fast'], /unknown option '--fast'[\s\S]*steward --help/],
  ])('says what is wrong with %j and where help is', async (words, expected) => {
    const { complaint, error } = await createShell({})(...words);
    expect(complaint).toMatch(expected);
    expect(error).toBeDefined();
  });
});
