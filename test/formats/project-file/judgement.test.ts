import { diffProjectFiles } from '../../../domain/diff-project-files';
import { recordingOf } from '../../../domain/scoring/recording';
import { parseProjectFile } from '../../../formats/project-file/parse-project-file';
import { refusalOf } from '../../support/refusal-of';

const plain = `
project: hmeq
contract: { outcome: { name: BAD, event: 1 } }
roles:
  modeller: [11111111-1111-4111-8111-111111111111]
  leader: [22222222-2222-4222-8222-222222222222]
environments:
  staging: { target: { kind: local } }
  production: { target: { kind: local }, leading: true, recording: { mode: durable } }
`;
const monitored = `${plain}
monitoring: { window: { rows: 1490 }, maturity: 90 days, threshold: 0.45 }
`;
const day = 86_400_000;

function problemsOf(text: string): string {
  return String(refusalOf(() => parseProjectFile(text)).details.problems);
}

describe('project file: how models are judged', () => {
  it('judges nothing and retrains nothing unless it says so', () => {
    const file = parseProjectFile(plain);
    expect([file.monitoring, file.retraining]).toEqual([undefined, undefined]);
  });

  it('fills in the monitoring: the leading environment, once a day, patience as long as maturity', () => {
    expect(parseProjectFile(monitored).monitoring).toEqual({
      environments: ['production'],
      everyMs: day,
      window: { kind: 'rows', rows: 1490 },
      maturityMs: 90 * day,
      patienceMs: 90 * day,
      coverage: 0.8,
      threshold: 0.45,
      margin: 0.02,
      minimumEvents: 100,
      consecutive: 2,
    });
  });

  it('fills in the retraining: people are asked, twice in thirty days, a week apart', () => {
    expect(parseProjectFile(`${monitored}retraining: {}\n`).retraining).toEqual({
      start: 'ask',
      parameters: {},
      seed: 1,
      deadlineMs: 30 * 60_000,
      windows: 12,
      margin: 0.02,
      coolDownMs: 7 * day,
      budget: { attempts: 2, withinMs: 30 * day },
    });
  });

  it('says how rows are recorded, and what holds where it says nothing', () => {
    const { staging, production } = parseProjectFile(plain).environments;
    expect(recordingOf(production ?? {})).toEqual({ mode: 'durable', whenFull: 'gap' });
    expect(recordingOf(staging ?? {})).toEqual({ mode: 'fast', whenFull: 'gap' });
  });

  it.each([
    ['{ rows: 1490, time: 30 days }', /monitoring\.window: give either rows/],
    ['{}', /monitoring\.window: give either rows/],
    ['{ rows: 3 }', /monitoring\.window\.rows/],
    ['{ time: 5 seconds }', /monitoring\.window\.time: must be between 10 seconds and 366 days/],
  ])('refuses the window %s', (window, problem) => {
    expect(problemsOf(monitored.replace('{ rows: 1490 }', window))).toMatch(problem);
  });

  it('refuses an environment that there is not, and a threshold beyond KS', () => {
    expect(problemsOf(monitored.replace('threshold: 0.45', 'threshold: 0.45, environments: [live]'))).toMatch(
      /"live" is not among the environments: staging, production/,
    );
    expect(problemsOf(monitored.replace('0.45', '45'))).toMatch(/monitoring\.threshold/);
  });

  it('refuses a retraining where nothing is judged', () => {
    expect(problemsOf(`${plain}retraining: {}\n`)).toMatch(/retraining: needs a monitoring section/);
  });

  describe('a trainer', () => {
    const image = `registry.example/team/trainer@sha256:${'a'.repeat(64)}`;
    const target = '{ kind: kubernetes, namespace: credit-risk, context: green, pullSecret: pull }';
    const base = `registry.example/serving@sha256:${'b'.repeat(64)}`;
    const clustered = `${monitored.replace('{ kind: local }, leading', `${target}, leading`)}serving: { bases: [{ base: "${base}" }] }\n`;
    const trainerOf = (text: string, file = clustered) =>
      parseProjectFile(`${file}retraining: { trainer: ${text} }\n`).retraining?.trainer;
    const problemOf = (text: string, file = clustered) => problemsOf(`${file}retraining: { trainer: ${text} }\n`);

    it('may be a program beside the builder', () => {
      expect(trainerOf('{ program: [train, -q] }')).toEqual({ program: ['train', '-q'] });
    });

    it('may be an image in the namespace of an environment, pulled as what is released there', () => {
      expect(trainerOf(`{ image: "${image}", environment: production }`)).toEqual({
        ...{ image, namespace: 'credit-risk', context: 'green', pullSecret: 'pull' },
        resources: { cpu: '1', memory: '2Gi' },
      });
    });

    it('may be an image in a namespace of its own', () => {
      const text = `{ image: "${image}", namespace: train, command: [python, train.py], resources: { memory: 8Gi } }`;
      expect(trainerOf(text, monitored)).toEqual({
        ...{ image, namespace: 'train', command: ['python', 'train.py'] },
        resources: { cpu: '1', memory: '8Gi' },
      });
    });

    it.each([
      ['{}', /retraining\.trainer: give either program, which .*, or image, which/],
      [`{ program: [x], image: "${image}" }`, /retraining\.trainer: give either program/],
      [
        '{ program: [x], namespace: train }',
        /retraining\.trainer\.namespace: is for an image in a cluster; leave it out/,
      ],
      ['{ image: "trainer:latest", namespace: train }', /retraining\.trainer\.image: must be an image by digest/],
      [`{ image: "${image}" }`, /an image needs a place to run; give the environment .*, or a namespace/],
      [`{ image: "${image}", environment: production, namespace: train }`, /says the namespace and the context; leave/],
      [
        `{ image: "${image}", environment: staging }`,
        /"staging" is no environment whose target is kubernetes; name one of production/,
      ],
      [`{ image: "${image}", namespace: Train }`, /retraining\.trainer\.namespace: must be 1 to 63 lower-case/],
      [`{ image: "${image}", namespace: train, resources: { memory: 8 GB } }`, /memory such as 512Mi/],
      [`{ image: "${image}", namespce: train }`, /namespce: is not known here; did you mean "namespace"/],
    ])('is refused as %s', (text, problem) => {
      expect(problemOf(text)).toMatch(problem);
    });

    it('is told that there is no cluster to share', () => {
      expect(problemOf(`{ image: "${image}", environment: staging }`, monitored)).toMatch(
        /there is none, so give a namespace in its place/,
      );
    });
  });

  it('tells changes in the words of the file, durations too', () => {
    const before = parseProjectFile(monitored);
    const after = parseProjectFile(
      monitored.replace('90 days', '60 days').replace('{ rows: 1490 }', '{ time: 30 days }'),
    );
    expect(diffProjectFiles(before, after)).toEqual([
      'monitoring.maturity: 90 days → 60 days',
      'monitoring.patience: 90 days → 60 days',
      'monitoring.window.kind: rows → time',
      'monitoring.window.rows: 1490 (removed)',
      'monitoring.window.time: 30 days (new)',
    ]);
  });
});
