import type { ReleaseView } from '../../cards/release-card';
import type { Release } from '../../domain/release/release';
import { type ReleaseStep, releaseSteps } from '../../domain/release/steps';
import { comparison } from './retraining-fixture';
import { endedStates } from './release-endings';
import {
  ana,
  approval,
  approved,
  approvedByAna,
  asked,
  dana,
  digest,
  eva,
  evidence,
  prepared,
  servesV4,
  servingV3,
  steps,
  view,
  waiting,
  without,
} from './release-fixture';

const serving: Release = {
  ...approved,
  state: 'serving',
  revision: 14,
  steps: steps(releaseSteps).map((record) =>
    record.step === 'build'
      ? { ...record, detail: `image ${digest('77a310')}, 1204224 bytes on scratch` }
      : record.step === 'verify'
        ? {
            ...record,
            detail: '24 golden rows score as expected',
            startedAt: '2026-11-24T07:41:03.900Z',
            endedAt: '2026-11-24T07:41:04.150Z',
          }
        : record,
  ),
  endedAt: '2026-11-24T07:41:04.610Z',
  endpoint: {
    address: 'http://127.0.0.1:8090/hmeq/production/v1/models/hmeq',
    curl: `curl -s http://127.0.0.1:8090/hmeq/production/v1/models/hmeq:classify -d '{"signature_name":"serving_default","examples":[{"LOAN":[20000.0],"JOB":["Office"]}]}'`,
  },
  verified: { rows: 24, golden: true, maxDifference: 2.0861e-7 },
};

function running(step: ReleaseStep, detail?: string): Release {
  const before = releaseSteps.slice(0, releaseSteps.indexOf(step));
  return { ...approved, steps: steps(before, step, 'running', detail) };
}

const first = view({
  ...without(waiting, 'previous'),
  evidence: {
    ...without(evidence, 'served'),
    goldenRows: 0,
    declaredMetrics: [],
    contract: { breaking: [], changes: [], inputs: 12 },
  },
  plan: { digest: digest('9b0c44'), lines: ['stage v4 (image 77a310012345)', 'open /hmeq/production for traffic'] },
});

const takingOver = view({
  ...waiting,
  takeOver: { by: eva, at: '2026-11-24T07:20:00.000Z', reason: 'the Service was edited by hand last night' },
  plan: {
    digest: digest('1d55aa'),
    lines: [
      'replaces v3 (r12) by v4',
      'takes over of services/hmeq-production what somebody else manages: .spec.selector: conflict with "kubectl-edit" using v1',
    ],
  },
});

const rollback: Release = {
  ...without(waiting, 'approval'),
  number: 19,
  kind: 'rollback',
  version: 'v3',
  packageDigest: servingV3.packageDigest,
  requester: { kind: 'person', objectId: ana },
  reason: 'scores drop after the switch',
  requestedAt: '2026-11-24T21:14:00.000Z',
  state: 'approved',
  revision: 5,
  image: { digest: servingV3.imageDigest, bytes: 1_198_080, base: 'scratch' },
  previous: servesV4,
  steps: steps(prepared, 'stage', 'running', 'waiting for the model to load').map((record) =>
    record.step === 'approve' || record.step === 'push' ? { step: record.step, state: 'skipped' } : record,
  ),
};

/** Every state of a release that has words of its own, by the name of its golden files. */
export const releaseStates: Readonly<Record<string, ReleaseView>> = {
  ...endedStates,
  preparing: view(asked),
  'preparing-build': view({
    ...asked,
    revision: 3,
    evidence,
    steps: steps(['check'], 'build', 'running', 'computing the image'),
  }),
  waiting: view(waiting),
  'waiting-breaking': view({
    ...waiting,
    evidence: {
      ...evidence,
      served: { version: 'v3' },
      contract: {
        breaking: ['input DEBTINC is gone', 'input LOAN is text instead of number'],
        changes: ['output P_BAD0 is new'],
        inputs: 11,
      },
    },
  }),
  'waiting-first': without(first, 'serving'),
  'waiting-taking-over': takingOver,
  'waiting-new-image': view({
    ...waiting,
    version: 'v3',
    packageDigest: servingV3.packageDigest,
    evidence: { ...evidence, contract: { breaking: [], changes: [], inputs: 12 } },
  }),
  'waiting-second': view({
    ...waiting,
    revision: 7,
    requester: { kind: 'system' },
    approval: { ...approval, quorum: 2, decisions: [approvedByAna] },
  }),
  'waiting-retrained': view(
    {
      ...waiting,
      requester: { kind: 'system' },
      evidence: { ...evidence, declaredMetrics: [] },
      approval: { ...approval, quorum: 2 },
    },
    { retrained: { retraining: 5, comparison } },
  ),
  'waiting-retrained-recurring': view(
    { ...waiting, requester: { kind: 'person', objectId: dana }, modeller: dana },
    { retrained: { retraining: 5, comparison: { ...comparison, overlap: { candidate: 12, champion: 0 } } } },
  ),
  'waiting-too-few': view({
    ...waiting,
    modeller: dana,
    requester: { kind: 'local', user: 'dana' },
    approval: { ...approval, quorum: 2, approvers: [dana, eva] },
  }),
  'waiting-term-over': view(waiting, { now: '2026-11-30T18:05:12.000Z' }),
  'approved-push': view(running('push', 'the image goes to the layout directory')),
  'approved-stage': view(running('stage', 'waiting for the model to load')),
  'approved-verify': view(running('verify', 'scoring 24 golden rows')),
  'approved-switch': view(running('switch')),
  'approved-record': view(running('record', 'setting the champion'), { serving: servesV4 }),
  'approved-cancel-asked': view({
    ...running('stage'),
    cancelRequested: { by: dana, at: '2026-11-24T07:41:05.000Z' },
  }),
  'approved-retry': view({ ...running('verify', 'scoring 24 golden rows'), attempt: 2, revision: 12 }),
  serving: view(serving, { serving: servesV4 }),
  'serving-recording': view(
    { ...serving, revision: 13, steps: steps(releaseSteps.slice(0, -1), 'record', 'running') },
    { serving: servesV4 },
  ),
  'serving-not-verified': view(
    {
      ...serving,
      evidence: { ...evidence, goldenRows: 0 },
      verified: { rows: 16, golden: false, maxDifference: 0 },
    },
    { serving: servesV4 },
  ),
  'rollback-approved': view(rollback, { serving: servesV4 }),
  'rollback-serving': view(
    {
      ...rollback,
      state: 'serving',
      revision: 11,
      steps: rollback.steps.map((record) =>
        record.state === 'skipped' ? record : { step: record.step, state: 'done' },
      ),
      endedAt: '2026-11-24T21:14:01.900Z',
      verified: { rows: 24, golden: true, maxDifference: 0 },
      ...(serving.endpoint && { endpoint: serving.endpoint }),
    },
    { serving: { ...servingV3, release: 19, since: '2026-11-24T21:14:01.700Z' } },
  ),
  'rollback-failed': view(
    {
      ...rollback,
      state: 'failed',
      steps: rollback.steps.map((record) => (record.step === 'stage' ? { step: 'stage', state: 'failed' } : record)),
      ending: { code: 'stage_timed_out', details: { release: 'r19', seconds: 60, detail: 'no answer' } },
    },
    { serving: servesV4, mayRetry: true },
  ),
};
