import { parseProjectFile } from '../../../formats/project-file/parse-project-file';
import { hashProjectFile } from '../../../formats/project-file/hash-project-file';
import { StewardError } from '../../../domain/errors';
import { leadingEnvironment } from '../../../domain/project';

const ada = '11111111-1111-4111-8111-111111111111';
const lena = '22222222-2222-4222-8222-222222222222';
const otto = '33333333-3333-4333-8333-333333333333';

const sound = `
project: hmeq
description: Home equity loans
contract:
  outcome: { name: BAD, event: 1 }
  inputs:
    LOAN: { type: integer }
    REASON: { categories: [DebtCon, HomeImp] }
people:
  Ada: ${ada}
  Lena: ${lena.toUpperCase()}
roles:
  modeller: [Ada]
  leader: [Lena, ${otto}]
environments:
  staging:
    target: { kind: local }
    policy: { approvers: [leader, Ada], quorum: 2, expiry: 36 hours }
  production:
    target: { kind: local }
    leading: true
`;

const digest = `sha256:${'ab'.repeat(32)}`;
/** The same with production in a cluster. */
const inCluster = `${sound.replace(/kind: local }\n    leading/, 'kind: kubernetes, namespace: credit-risk, replicas: 2 }\n    leading')}
serving: { bases: [{ base: "registry.example/tensorflow/serving@${digest}" }] }
`;

/** The same with production on a server with Docker. */
const onDocker = inCluster.replace('kind: kubernetes, namespace: credit-risk, replicas: 2', 'kind: docker, port: 8500');

function refusalOf(text: string): StewardError {
  try {
    parseProjectFile(text);
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

describe('project file: what is read', () => {
  it('resolves names to object ids in lower case and keeps the names for people', () => {
    const file = parseProjectFile(sound);
    expect(file.roles).toEqual({ modeller: [ada], leader: [lena, otto], operator: [], auditor: [], viewer: [] });
    expect(file.people).toEqual({ [ada]: 'Ada', [lena]: 'Lena' });
  });

  it('fills in the policy: the leader, one person, two when the system asks, seven days', () => {
    const { policy } = parseProjectFile(sound).environments['production'] ?? {};
    expect(policy).toEqual({
      approvers: [{ kind: 'role', role: 'leader' }],
      quorum: 1,
      quorumForSystem: 2,
      expiryMs: 7 * 24 * 3_600_000,
    });
  });

  it('fills in what a release gets in a cluster, and by which base image', () => {
    const file = parseProjectFile(inCluster);
    expect(file.environments['production']?.target).toEqual({
      ...{ kind: 'kubernetes', namespace: 'credit-risk', replicas: 2, recorderSecret: 'steward-recorder' },
      ...{ resources: { cpu: '500m', memory: '1Gi' }, probesFrom: [], spoolMegabytes: 256 },
    });
    const outside = (more: string) =>
      parseProjectFile(inCluster.replace('replicas: 2', more)).environments['production']?.target;
    expect(outside('route: {}, imageStream: true')).toMatchObject({ route: {}, imageStream: true });
    expect(outside('route: { host: hmeq.apps.example.com }')).toMatchObject({
      route: { host: 'hmeq.apps.example.com' },
    });
    expect(file.serving.bases).toEqual([
      { base: { kind: 'image', reference: `registry.example/tensorflow/serving@${digest}` } },
    ]);
    const named = parseProjectFile(inCluster.replace(`${digest}" }`, `${digest}", command: [serve, $(MODEL_PORT)] }`));
    const ruled = parseProjectFile(
      inCluster.replace('bases: [', "bases: [{ when: { target: local, ops: ['Boosted*'] }, base: scratch }, "),
    );
    expect(ruled.serving.bases[0]).toEqual({
      when: { target: 'local', ops: ['Boosted*'] },
      base: { kind: 'scratch' },
    });
    expect(named.serving.bases[0]?.server).toEqual({ command: ['serve', '$(MODEL_PORT)'] });
  });

  it('fills in what a release gets on a server with Docker', () => {
    expect(parseProjectFile(onDocker).environments['production']?.target).toEqual({
      ...{ kind: 'docker', port: 8500, address: '127.0.0.1', network: 'steward', spoolMegabytes: 256 },
      resources: { memory: '1Gi' },
    });
    const more = onDocker.replace('port: 8500', 'port: 8500, host: scores.example, resources: { cpu: "2" }');
    expect(parseProjectFile(more).environments['production']?.target).toMatchObject({
      ...{ host: 'scores.example', resources: { cpu: '2', memory: '1Gi' } },
    });
  });

  it('reads a policy that names a role and a person', () => {
    expect(parseProjectFile(sound).environments['staging']?.policy).toEqual({
      approvers: [
        { kind: 'role', role: 'leader' },
        { kind: 'person', objectId: ada },
      ],
      quorum: 2,
      quorumForSystem: 2,
      expiryMs: 36 * 3_600_000,
    });
  });

  it('takes the only environment as the leading one, and the marked one of several', () => {
    expect(leadingEnvironment(parseProjectFile(sound))).toBe('production');
    const single = sound.replace(/ {2}staging:[^]*?(?= {2}production:)/, '').replace('    leading: true\n', '');
    expect(leadingEnvironment(parseProjectFile(single))).toBe('production');
  });

  it('reads the event as text whether it is written as a number or as text', () => {
    expect(parseProjectFile(sound).contract.outcome).toEqual({ name: 'BAD', event: '1' });
    expect(parseProjectFile(sound.replace('event: 1', 'event: "1"'))).toEqual(parseProjectFile(sound));
  });

  it.each([
    [
      '{ method: classify, label: 1 }',
      { method: 'classify', signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } },
    ],
    [
      '{ method: regress, signature: regression }',
      { method: 'regress', signature: 'regression', rows: 'examples', score: { kind: 'value' } },
    ],
    [
      '{ method: predict, output: probabilities, index: 1 }',
      {
        method: 'predict',
        signature: 'serving_default',
        rows: 'named',
        score: { kind: 'output', output: 'probabilities', index: 1 },
      },
    ],
    [
      '{ method: predict, rows: vector, output: dense }',
      {
        method: 'predict',
        signature: 'serving_default',
        rows: 'vector',
        score: { kind: 'output', output: 'dense' },
      },
    ],
  ])('reads the call %s', (call, expected) => {
    const file = parseProjectFile(sound.replace('contract:\n', `contract:\n  call: ${call}\n`));
    expect(file.contract.call).toEqual(expected);
  });

  it('has one hash for comments, order of keys and spelled-out defaults, another for another quorum', () => {
    const hash = hashProjectFile(parseProjectFile(sound));
    const reordered = `# a comment\n${sound}`
      .replace('project: hmeq\n', '')
      .concat('project: hmeq\nserving: { bases: [{ base: scratch }] }\n');
    expect(hashProjectFile(parseProjectFile(reordered))).toBe(hash);
    expect(hashProjectFile(parseProjectFile(sound.replace('quorum: 2', 'quorum: 3')))).not.toBe(hash);
  });
});

describe('project file: what is refused', () => {
  it('tells ten mistakes at once, each with its path and what to do', () => {
    const { code, message, details } = refusalOf(`
project: HMEQ
contract: { outcome: { name: BAD, evnet: 1 } }
people: { Ada: ${ada}, Lena: 12 }
roles: { modeller: [Ada], leader: [Ada], operators: [Ada], auditor: Ada }
environments:
  production:
    target: { kind: openshift }
    policy: { approvers: [leader], quorum: 0, expiry: a week }
descriptoin: x
`);
    expect(code).toBe('project_file_invalid');
    expect(String(details['problems']).split('\n')).toEqual([
      '- descriptoin: is not known here; did you mean "description"?',
      '- project: must be 1 to 40 lower-case letters, digits and "-", a letter first (here: "HMEQ")',
      '- contract.outcome.event: is missing; it must be a text or a number (put true/false in quotes)',
      '- contract.outcome.evnet: is not known here; did you mean "event"?',
      '- people.Lena: must be text, not 12',
      '- roles.auditor: must be a list, not "Ada"',
      '- roles.operators: is not known here; did you mean "operator"?',
      '- environments.production.target.kind: cannot be openshift: use kubernetes, which finds out what the cluster can do (here: "openshift")',
      '- environments.production.policy.quorum: must be at least 1, not 0',
      '- environments.production.policy.expiry: must be a duration such as 7 days, 36 hours or 30 minutes (here: "a week")',
    ]);
    expect(details['count']).toBe(10);
    expect(message).toContain('Mend them and apply the file again; nothing was changed.');
  });

  it.each([
    ['roles.leader[1]: "Lenna" is not in people; did you mean "Lena"?', sound.replace(`Lena, ${otto}`, 'Lena, Lenna')],
    ['people.Lena: has the same object id as Ada; keep one of them', sound.replace(lena.toUpperCase(), ada)],
    ['people.leader: must not be the name of a role', sound.replace('  Ada:', `  leader: ${otto}\n  Ada:`)],
    ['environments: none is leading', sound.replace('    leading: true\n', '')],
    [
      'environments: staging and production are both leading',
      sound.replace('    policy: {', '    leading: true\n    policy: {'),
    ],
    [
      'environments.staging.policy.approvers[0]: the role viewer only reads',
      sound.replace('[leader, Ada]', '[viewer, Ada]'),
    ],
    [
      'environments.staging.policy.quorum: 9 must approve, but the approvers are 3',
      sound.replace('quorum: 2', 'quorum: 9'),
    ],
    [
      'environments.staging.policy.quorumForSystem: must be at least the quorum, 2',
      sound.replace('quorum: 2', 'quorum: 2, quorumForSystem: 1'),
    ],
    [
      'environments.staging.policy.expiry: must be between 10 seconds and 90 days',
      sound.replace('36 hours', '91 days'),
    ],
    ['environments.Pro_d: the name must be 1 to 40 lower-case letters', sound.replace('production:', 'Pro_d:')],
    ['environments: must name 1 to 20 places', sound.replace(/environments:[^]*/, 'environments: {}')],
    ['roles.modeller: must have at least 1 entry', sound.replace('modeller: [Ada]', 'modeller: []')],
    [
      'contract.call.method: must be one of classify, regress, predict',
      sound.replace('contract:\n', 'contract:\n  call: { method: predcit }\n'),
    ],
    [
      'contract.call.label: is not known here',
      sound.replace('contract:\n', 'contract:\n  call: { method: regress, label: 1 }\n'),
    ],
    [
      'environments.production.target.namespace: is missing; give text',
      sound.replace(/kind: local }\n    leading/, 'kind: kubernetes }\n    leading'),
    ],
    [
      'environments.production.target.route.host: must be a host name in lower case such as hmeq.apps.example.com',
      inCluster.replace('replicas: 2', 'route: { host: "https://hmeq.example.com" }'),
    ],
    [
      'environments.production.target.imageStream: must be true, or be left out',
      inCluster.replace('replicas: 2', 'imageStream: false'),
    ],
    [
      'environments.production.target.probesFrom[0]: must be a network such as 10.0.0.0/24',
      inCluster.replace('replicas: 2', 'probesFrom: [everywhere]'),
    ],
    [
      'environments.production.target.resources.memory: must be memory such as 512Mi or 2Gi',
      inCluster.replace('replicas: 2', 'resources: { memory: 2GB }'),
    ],
    ['environments.production.target.port: is missing; give a number', onDocker.replace(', port: 8500', '')],
    [
      'environments.production.target.address: must be an IP address of the server such as 127.0.0.1',
      onDocker.replace('port: 8500', 'port: 8500, address: scores.example'),
    ],
    [
      'environments.production.target.network: must be a network of its own',
      onDocker.replace('port: 8500', 'port: 8500, network: bridge'),
    ],
    [
      'environments.production.target.port: 8500 is the port of staging already; take another',
      onDocker.replace('kind: local', 'kind: docker, port: 8500'),
    ],
    [
      'serving.bases[0]: production runs on Docker, and scratch holds no model server',
      onDocker.replace(/serving:.*/, ''),
    ],
    [
      'serving.bases[0]: production runs in a cluster, and scratch holds no model server',
      inCluster.replace(/serving:.*/, ''),
    ],
    [
      'serving.bases[0].when.tensorflow: must be a version of TensorFlow in quotes such as "2.3"',
      `${sound}serving: { bases: [{ when: { tensorflow: new }, base: scratch }] }\n`,
    ],
    [
      'serving.bases[0].when.ops[0]: must be the name of an op, or its beginning and * such as BoostedTrees*',
      `${sound}serving: { bases: [{ when: { ops: ["*Trees"] }, base: scratch }] }\n`,
    ],
    ['serving.bases[0].base: must be scratch', `${sound}serving: { bases: [{ base: "tensorflow/serving:2.3.0" }] }\n`],
  ])('says "%s"', (sentence, text) => {
    const refusal = refusalOf(text);
    expect(refusal.details['problems']).toContain(sentence);
    expect(refusal.details['count']).toBe(1);
  });

  it.each([
    ['a doubled key, with its line', 'project: a\nproject: b\n', 'line 2, column 1'],
    ['a list', '- project\n', 'it holds no keys'],
    ['an empty file', '', 'it holds no keys'],
    ['two documents', 'project: a\n---\nproject: b\n', 'multiple documents'],
    [
      'aliases that multiply',
      `a: &a [x, x]\n${[...'bcdefgh'].map((key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]}, `.repeat(9)}x]`).join('\n')}\n`,
      'alias',
    ],
    ['brackets without end', '['.repeat(100_000), 'line 1'],
  ])('refuses %s as not proper YAML', (_what, text, why) => {
    const refusal = refusalOf(text);
    expect(refusal.code).toBe('project_file_not_yaml');
    expect(refusal.message).toContain(why);
  });

  it('refuses a file of more than 256 KiB before reading it', () => {
    expect(refusalOf(`#${'x'.repeat(300_000)}`).code).toBe('project_file_too_large');
  });

  it('refuses keys that would reach into object prototypes', () => {
    expect(refusalOf(`${sound}__proto__: { admin: true }\n`).details['problems']).toContain('__proto__: is not known');
  });
});
