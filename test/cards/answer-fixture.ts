import { renderAllIsWellCard } from '../../cards/all-is-well-card';
import { renderConnectedCard } from '../../cards/connected-card';
import { renderEvaluationCard } from '../../cards/evaluation-card';
import { renderCommandHelpCard, renderHelpCard } from '../../cards/help-card';
import { renderHistoryCard } from '../../cards/history-card';
import { renderPerformanceCard } from '../../cards/performance-card';
import { renderRefusalCard } from '../../cards/refusal-card';
import { type RegistrationView, renderRegistrationCard } from '../../cards/registration-card';
import { renderStatusCard } from '../../cards/status-card';
import { renderVersionsCard } from '../../cards/versions-card';
import { renderWelcomeCard } from '../../cards/welcome-card';
import { renderWhoamiCard } from '../../cards/whoami-card';
import type { CheckedImage } from '../../domain/images/kept-image';
import { StewardError } from '../../domain/errors';
import { actionPhrases, permissions } from '../../domain/permissions';
import type { Card } from '../../domain/ports/chat';
import type { Release } from '../../domain/release/release';
import { alert, breach, evaluationOf, monitoring, result, trend } from './monitoring-fixture';
import { observationAlert, observations } from './observation-fixture';
import { ana, approvedByAna, dana, digest, eva, people, servingV3, waiting, without } from './release-fixture';
import { releaseStates } from './release-states';
import { retraining } from './retraining-fixture';
import { retrainingStates } from './retraining-states';

const keptImage = (lost: CheckedImage['lost']): CheckedImage => ({
  ...{ release: servingV3.release, version: 'v3', image: servingV3.imageDigest, serves: true, lost },
});

export const registration: RegistrationView = {
  title: 'hmeq',
  label: 'v4',
  outcome: 'new',
  manifest: {
    format: 'tensorflow-serving',
    packageDigest: digest('4d0e9b'),
    bytes: 812_345,
    tool: { name: 'steward-trainer', version: '0.1.0' },
    algorithm: 'Gradient boosting, 180 rounds',
    contract: {
      inputs: [
        { name: 'LOAN', type: 'number' },
        { name: 'JOB', type: 'text', categories: ['Mgr', 'Office'] },
        { name: 'DELINQ', type: 'integer' },
      ],
      outputs: [
        { name: 'P_BAD1', type: 'number' },
        { name: 'P_BAD0', type: 'number' },
      ],
      outcome: { name: 'BAD', event: '1' },
    },
    call: {
      method: 'classify',
      signature: 'serving_default',
      rows: 'examples',
      score: { kind: 'label', label: '1' },
    },
    goldenRows: [{ inputs: { LOAN: 20_000, JOB: null, DELINQ: 0 }, score: 0.1204 }],
    goldenTolerance: 1e-5,
    declaredMetrics: [{ name: 'ks', value: 0.53124, dataset: 'validation', rows: 596 }],
    notes: ['the outcome column is taken from the project file'],
  },
  registeredBy: 'Bo Kim',
  registeredAt: '2026-11-23T17:58:40.000Z',
  champion: { label: 'v3', difference: { breaking: [], changes: [] } },
  environments: [{ name: 'staging' }, { name: 'production' }],
  fullRecord: 'versions',
};

const difference = {
  breaking: ['input DEBTINC is gone'],
  changes: ['input JOB knows two more categories: Trainee, Retired'],
};

function released(name: string) {
  const state = releaseStates[name];
  if (!state) throw new RangeError(`no release state ${name}`);
  return state.release;
}

function retrained(name: string) {
  const state = retrainingStates[name];
  if (!state) throw new RangeError(`no retraining state ${name}`);
  return state.retraining;
}

const { approval } = released('serving');
const approvedByTwo: Release = {
  ...released('serving'),
  ...(approval && {
    approval: {
      ...approval,
      quorum: 2,
      decisions: [...approval.decisions, { ...approvedByAna, person: eva, reason: 'read the card' }],
    },
  }),
};

const waitingEvaluation = without(
  without(evaluationOf(7, 'immature', 0.4, { asOf: '2026-11-23T06:00:00.000Z' }), 'window'),
  'result',
);

/** Every answer that is not a release's own card, by the name of its golden files. */
export const answers: Readonly<Record<string, Card>> = {
  'registration-new': renderRegistrationCard(registration),
  'registration-first': renderRegistrationCard({
    title: 'hmeq',
    label: 'v1',
    outcome: 'new',
    manifest: { ...registration.manifest, goldenRows: [], declaredMetrics: [], notes: [] },
    registeredBy: 'Bo Kim',
    registeredAt: registration.registeredAt,
    environments: [{ name: 'production' }],
    fullRecord: 'versions',
  }),
  'registration-differs': renderRegistrationCard({
    ...registration,
    champion: { label: 'v3', difference },
    manifest: {
      ...registration.manifest,
      format: 'sas',
      tool: { name: 'SAS Model Studio' },
      call: {
        method: 'predict',
        signature: 'serving_default',
        rows: 'named',
        score: { kind: 'output', output: 'P_BAD1', index: 0 },
      },
    },
    environments: [
      {
        name: 'production',
        refusal: {
          code: 'op_not_supported',
          details: { op: 'DecodeProtoSparseV2', runner: 'TensorFlow Serving runs it: use the target `docker`.' },
        },
      },
    ],
  }),
  'registration-same-bytes': renderRegistrationCard({ ...registration, label: 'v2', outcome: 'same-bytes' }),
  'registration-same-files': renderRegistrationCard({ ...registration, label: 'v2', outcome: 'same-files' }),
  versions: renderVersionsCard({
    title: 'hmeq',
    versions: [
      {
        label: 'v4',
        packageDigest: digest('4d0e9b'),
        format: 'tensorflow-serving',
        registeredBy: 'Bo Kim',
        registeredAt: '2026-11-23T17:58:40.000Z',
        retraining: 5,
        measured: { ks: 0.5118, direction: 'higher', rows: 1463, window: 6, retraining: 5 },
        metric: { name: 'ks', value: 0.53124, dataset: 'validation', rows: 596 },
        servesIn: [],
      },
      {
        label: 'v3',
        packageDigest: digest('55aa01'),
        format: 'sas',
        registeredBy: 'Dana Silva',
        registeredAt: '2026-08-20T08:00:00.000Z',
        measured: { ks: 0.4262, interval: { low: 0.3791, high: 0.4733 }, direction: 'higher', rows: 1463, window: 6 },
        servesIn: ['staging', 'production'],
      },
      {
        label: 'v2',
        packageDigest: digest('77bb02'),
        format: 'sas',
        registeredBy: 'Dana Silva',
        registeredAt: '2026-08-01T08:00:00.000Z',
        servesIn: [],
      },
    ],
    total: 4,
    champion: 'v3',
    challenger: 'v4',
  }),
  'versions-none': renderVersionsCard({ title: 'hmeq', versions: [], total: 0 }),
  status: renderStatusCard({
    title: 'hmeq',
    environments: [
      { name: 'staging', leading: false, open: released('approved-stage') },
      {
        name: 'production',
        leading: true,
        serving: servingV3,
        address: 'http://127.0.0.1:8090/hmeq/production/v1/models/hmeq',
        open: waiting,
      },
    ],
    champion: { label: 'v3', packageDigest: digest('55aa01') },
    challenger: { label: 'v4', packageDigest: digest('4d0e9b') },
    people,
    now: '2026-11-24T07:30:00.000Z',
  }),
  'status-observed': renderStatusCard({
    title: 'hmeq',
    environments: Object.entries(observations).map(([name, observed]) => ({
      ...{ name, leading: false, serving: { ...servingV3, release: observed.release }, observed },
      troubles: name === 'drifted' ? [observationAlert('drifted', observed)] : [],
    })),
    people,
    now: '2026-11-24T07:30:00.000Z',
  }),
  'status-images': renderStatusCard({
    title: 'hmeq',
    environments: Object.entries({
      whole: { checked: { at: '2026-11-24T02:18:00.000Z', images: [keptImage([])] } },
      lost: {
        checked: { at: '2026-11-24T07:01:00.000Z', images: [keptImage([{ part: 'tag', digest: digest('4d') }])] },
      },
      unasked: { checked: { at: '2026-11-23T07:01:00.000Z', images: [keptImage([])] }, away: 'connect ECONNREFUSED' },
      never: { away: 'it does not know us' },
    }).map(([name, check]) => ({
      ...{ name, leading: false, serving: servingV3 },
      images: { ...check, project: 'hmeq', environment: name, release: servingV3.release, version: 'v3' },
    })),
    people,
    now: '2026-11-24T07:30:00.000Z',
  }),
  'status-empty': renderStatusCard({
    title: 'hmeq',
    environments: [{ name: 'production', leading: true }],
    people,
    now: '2026-11-24T07:30:00.000Z',
  }),
  history: renderHistoryCard({
    title: 'hmeq',
    releases: [
      released('rollback-serving'),
      waiting,
      approvedByTwo,
      released('rejected'),
      released('expired'),
      released('failed-verify'),
      released('superseded'),
    ],
    total: 31,
    retrainings: ['training', 'registered', 'failed-data'].map(retrained),
    people,
  }),
  'history-none': renderHistoryCard({ title: 'hmeq', releases: [], total: 0, retrainings: [], people }),
  help: renderHelpCard({
    title: 'hmeq',
    botName: 'Steward',
    commands: [
      { usage: 'status', summary: 'What serves where, and what waits for whom' },
      { usage: 'deploy <version> [to <environment>] [-- <reason>]', summary: 'Ask for a release' },
    ],
  }),
  'help-unconnected': renderHelpCard({
    botName: 'Steward',
    commands: [{ usage: 'connect <project>', summary: 'Connect this conversation to a project' }],
  }),
  'help-command': renderCommandHelpCard({
    command: 'deploy',
    lines: [
      '`deploy <version> [to <environment>]`',
      'Asks for a release of a version to an environment.',
      'For example: `deploy v4 to production`, `deploy champion to staging`',
    ],
  }),
  whoami: renderWhoamiCard({
    name: 'Dana Silva',
    objectId: dana,
    tenantId: '9c1b7e02-0f5d-4f6a-8a4e-3d2c1b0a9f04',
    project: {
      title: 'hmeq',
      roles: ['modeller'],
      may: permissions.modeller.map((action) => actionPhrases[action]),
      decidesIn: [],
    },
  }),
  'whoami-leader': renderWhoamiCard({
    name: 'Ana Lee',
    objectId: dana,
    tenantId: '9c1b7e02-0f5d-4f6a-8a4e-3d2c1b0a9f04',
    project: {
      title: 'hmeq',
      roles: ['leader', 'viewer'],
      may: ['approve releases', 'reject releases'],
      decidesIn: ['production'],
    },
  }),
  'whoami-stranger': renderWhoamiCard({
    name: 'Sam Roe',
    objectId: dana,
    tenantId: '9c1b7e02-0f5d-4f6a-8a4e-3d2c1b0a9f04',
  }),
  'refusal-requester': renderRefusalCard(
    new StewardError('approver_is_requester', { release: 'r17', deciders: 'Ana Lee or Eva Brandt' }),
  ),
  'refusal-expired': renderRefusalCard(
    new StewardError('approval_expired', { release: 'r17', at: '2026-11-30T18:05:12.000Z' }),
  ),
  'refusal-command': renderRefusalCard(
    new StewardError('unknown_command', {
      command: 'delpoy',
      suggestion: 'Did you mean `deploy`? Nothing was done; `help` lists the commands.',
    }),
  ),
  'refusal-outdated': renderRefusalCard(new StewardError('approval_outdated', { release: 'r17', shown: '8c1f' })),
  connected: renderConnectedCard({ title: 'hmeq', by: 'Ana Lee', environments: ['staging', 'production'] }),
  'connected-again': renderConnectedCard({
    title: 'hmeq',
    by: 'Ana Lee',
    environments: ['production'],
    before: 'mortgage',
  }),
  welcome: renderWelcomeCard({ botName: 'Steward', projects: ['hmeq', 'mortgage'] }),
  'welcome-again': renderWelcomeCard({ botName: 'Steward', projects: ['hmeq', 'mortgage'], connected: 'hmeq' }),
  'welcome-no-project': renderWelcomeCard({ botName: 'Steward', projects: [] }),
  'status-judged': renderStatusCard({
    title: 'hmeq',
    environments: [
      {
        name: 'production',
        leading: true,
        serving: servingV3,
        judged: {
          evaluation: breach,
          threshold: 0.45,
          alerts: [alert],
          retraining: { ...retraining, state: 'training' },
        },
      },
      { name: 'staging', leading: false, judged: { threshold: 0.45, alerts: [] } },
      {
        name: 'shadow',
        leading: false,
        serving: servingV3,
        judged: { evaluation: evaluationOf(4, 'ok', 0.5026), since: waitingEvaluation, threshold: 0.45, alerts: [] },
      },
    ],
    people,
    now: '2026-10-01T08:30:00.000Z',
  }),
  performance: renderPerformanceCard({
    title: 'hmeq',
    monitoring,
    environments: [
      {
        name: 'production',
        serving: servingV3,
        evaluations: [waitingEvaluation, ...[...trend].reverse()],
        open: {
          number: 7,
          rows: 1_490,
          firstAt: '2026-07-01T06:00:00.000Z',
          lastAt: '2026-08-01T06:00:00.000Z',
        },
        alerts: [alert],
        retraining: { ...retraining, state: 'training' },
      },
      {
        name: 'staging',
        evaluations: [
          evaluationOf(3, 'inconclusive', 0.47),
          evaluationOf(2, 'failed', 0.5),
          evaluationOf(1, 'insufficient', 0.5),
        ],
        open: { number: 4, rows: 812, firstAt: '2026-10-01T06:00:00.000Z', lastAt: '2026-10-02T06:00:00.000Z' },
        alerts: [],
      },
    ],
    now: '2026-11-24T07:30:00.000Z',
  }),
  'performance-replaced': renderPerformanceCard({
    title: 'hmeq',
    monitoring,
    environments: [
      {
        name: 'production',
        serving: servingV3,
        evaluations: [{ ...waitingEvaluation, release: 9, version: 'v2' }, evaluationOf(6, 'ok', 0.5026)],
        open: { number: 7, rows: 40, firstAt: '2026-11-01T06:00:00.000Z', lastAt: '2026-11-02T06:00:00.000Z' },
        alerts: [],
      },
    ],
    now: '2026-11-24T07:30:00.000Z',
  }),
  'performance-none': renderPerformanceCard({
    title: 'hmeq',
    version: 'v4',
    monitoring: { ...monitoring, window: { kind: 'time', ms: 2_592_000_000 }, consecutive: 1 },
    environments: [{ name: 'production', evaluations: [], open: { number: 1, rows: 0 }, alerts: [] }],
    now: '2026-11-24T07:30:00.000Z',
  }),
  'performance-off': renderPerformanceCard({ title: 'hmeq', environments: [], now: '2026-11-24T07:30:00.000Z' }),
  'evaluation-breach': renderEvaluationCard({ evaluation: breach, title: 'hmeq', people, monitoring }),
  'evaluation-again': renderEvaluationCard({
    evaluation: {
      ...evaluationOf(6, 'ok', 0.4823, { counted: false, cause: 'asked', askedBy: dana }),
      result: {
        ...result,
        ks: 0.4823,
        topTie: 0.4356,
        early: 3,
        invalid: 2,
        lost: 0,
        elsewhere: 12,
        taken: 3,
        late: 2,
        shifts: [],
      },
    },
    title: 'hmeq',
    people,
    monitoring,
  }),
  'evaluation-waiting': renderEvaluationCard({
    evaluation: waitingEvaluation,
    title: 'hmeq',
    people,
    monitoring,
  }),
  'evaluation-one-class': renderEvaluationCard({
    evaluation: {
      ...evaluationOf(1, 'insufficient', 0),
      why: { code: 'class_missing', details: { window: 1, judged: 1_463 } },
      result: {
        ...without(without(without(without(result, 'ks'), 'auc'), 'interval'), 'at'),
        events: 0,
        nonEvents: 1_463,
        direction: 'none',
      },
    },
    title: 'hmeq',
    people,
    monitoring,
  }),
  'all-is-well': renderAllIsWellCard({
    evaluation: evaluationOf(2, 'ok', 0.5104),
    title: 'hmeq',
    people,
    threshold: 0.45,
    watchers: [dana, ana],
  }),
};
