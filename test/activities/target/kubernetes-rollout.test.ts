import { explainRefusal } from '../../../activities/target/kubernetes/explain-refusal';
import { findFatal } from '../../../activities/target/kubernetes/find-fatal';
import { environmentName } from '../../../activities/target/kubernetes/names';
import { readRollout } from '../../../activities/target/kubernetes/read-rollout';
import { deploymentSchema, podSchema } from '../../../formats/kubernetes/objects';

const started = '2026-11-26T10:00:00Z';
const after = (seconds: number) => Date.parse(started) + seconds * 1_000;

const deployment = (status: object, replicas = 2) =>
  deploymentSchema.parse({
    metadata: { name: 'd', generation: 3 },
    spec: { replicas, template: { spec: { containers: [] } } },
    status,
  });
const podWith = (status: object) => podSchema.parse({ metadata: { name: 'p', creationTimestamp: started }, status });
const container = (state: object) => podWith({ containerStatuses: [{ name: 'model', ...state }] });

describe('a rollout', () => {
  const whole = { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

  it.each([
    [{ ...whole }, { state: 'done' }],
    [
      { ...whole, observedGeneration: 2 },
      { state: 'under way', detail: 'the cluster has not looked at it yet' },
    ],
    [
      { ...whole, updatedReplicas: 1 },
      { state: 'under way', detail: '1 of 2 Pods are started' },
    ],
    [
      { ...whole, replicas: 3 },
      { state: 'under way', detail: '1 Pods of before still end' },
    ],
    [
      { ...whole, availableReplicas: 0 },
      { state: 'under way', detail: '0 of 2 Pods are ready' },
    ],
    [
      {
        ...whole,
        availableReplicas: 1,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
      { state: 'overdue' },
    ],
    [{}, { state: 'under way', detail: 'the cluster has not looked at it yet' }],
  ])('a rollout: %j is %j', (status, rollout) => {
    expect(readRollout(deployment(status))).toEqual(rollout);
  });
});

describe('a fatal reason', () => {
  const waiting = (reason: string, restartCount = 0) =>
    container({ restartCount, state: { waiting: { reason, message: 'words' } } });

  it.each(['ErrImagePull', 'ImagePullBackOff', 'CreateContainerConfigError'])(
    'a fatal reason: %s is one after it has lasted, as it may pass',
    (reason) => {
      expect(findFatal(deployment({}), [waiting(reason)], after(19))).toBeUndefined();
      expect(findFatal(deployment({}), [waiting(reason)], after(20))).toMatchObject({
        pod: 'p',
        container: 'model',
        words: 'words',
      });
    },
  );

  it('a fatal reason: a name that is no image is one at once', () => {
    expect(findFatal(deployment({}), [waiting('InvalidImageName')], after(0))).toMatchObject({ kind: 'pull' });
  });

  it('a fatal reason: one crash is none, a loop is one', () => {
    expect(findFatal(deployment({}), [waiting('CrashLoopBackOff', 1)], after(60))).toBeUndefined();
    expect(findFatal(deployment({}), [waiting('CrashLoopBackOff', 2)], after(60))).toMatchObject({ kind: 'crash' });
  });

  it('a fatal reason: exit code 137 alone is not for memory', () => {
    const ended = (reason: string) =>
      container({
        restartCount: 2,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { reason, exitCode: 137 } },
      });
    expect(findFatal(deployment({}), [ended('Error')], after(60))).toMatchObject({ kind: 'crash' });
    expect(findFatal(deployment({}), [ended('OOMKilled')], after(60))).toMatchObject({ kind: 'memory' });
  });

  it('a fatal reason: a refusal of all Pods is one, also without any Pod', () => {
    const refused = deployment({
      conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota', lastTransitionTime: started }],
    });
    expect(findFatal(refused, [], after(9))).toBeUndefined();
    expect(findFatal(refused, [], after(10))).toEqual({ kind: 'refused', words: 'exceeded quota' });
    expect(findFatal(refused, [podWith({})], after(10))).toBeUndefined();
  });

  it('a fatal reason: no room is one only after a cluster that grows by itself has had its time', () => {
    const pod = podWith({
      conditions: [
        {
          ...{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
          lastTransitionTime: started,
        },
      ],
    });
    expect(findFatal(deployment({}), [pod], after(179))).toBeUndefined();
    expect(findFatal(deployment({}), [pod], after(180))).toMatchObject({ kind: 'unschedulable', words: '0/1 nodes' });
  });
});

describe('a refusal of the cluster', () => {
  const asked = { verb: 'patch', what: 'deployments/d', namespace: 'n' };
  const status = (code: number, message: string, rest: object = {}) => ({
    status: code,
    text: JSON.stringify({ kind: 'Status', apiVersion: 'v1', message, ...rest }),
  });
  const cause = { reason: 'FieldManagerConflict', message: 'conflict with "hpa"', field: '.spec.replicas' };

  it.each([
    [status(401, 'Unauthorized'), 'cluster_login_refused', false],
    [
      status(403, 'deployments.apps "d" is forbidden: User "u" cannot patch resource "deployments"'),
      'cluster_forbidden',
      false,
    ],
    [status(403, 'pods "p" is forbidden: exceeded quota: q'), 'cluster_admission_refused', false],
    [
      status(
        403,
        'services "s" is forbidden: unable to create new content in namespace n because it is being terminated',
      ),
      'cluster_admission_refused',
      false,
    ],
    [
      status(403, 'deployments.apps "d" is forbidden: ValidatingAdmissionPolicy denied request: no'),
      'cluster_admission_refused',
      false,
    ],
    [
      status(404, 'namespaces "n" not found', { details: { kind: 'namespaces', name: 'n' } }),
      'cluster_namespace_missing',
      false,
    ],
    [status(409, 'Apply failed', { details: { causes: [cause] } }), 'cluster_field_conflict', false],
    [status(409, 'the object has been modified'), 'cluster_object_changed', true],
    [
      status(422, 'Deployment.apps "d" is invalid: spec.replicas', { reason: 'Invalid' }),
      'cluster_object_refused',
      false,
    ],
    [status(429, 'slow down'), 'cluster_away', true],
    [{ status: 502, text: '<html>bad gateway</html>' }, 'cluster_away', true],
  ] as const)('a refusal of the cluster: %j is %s', (answer, code, retryable) => {
    expect(explainRefusal(asked, answer)).toMatchObject({ code, retryable });
  });

  it('a refusal of the cluster: a conflict names who manages which field', () => {
    const { details } = explainRefusal(asked, status(409, 'Apply failed', { details: { causes: [cause] } }));
    expect(details).toMatchObject({ what: 'deployments/d', why: '.spec.replicas: conflict with "hpa"' });
  });
});

describe('names in a cluster', () => {
  it('names in a cluster: fit a DNS label with the release behind, and differ where the places do', () => {
    const long = { project: 'p'.repeat(40), environment: 'e'.repeat(40) };
    const names = [
      environmentName({ project: 'hmeq', environment: 'production' }),
      environmentName({ project: 'hmeq', environment: 'production-' }),
      environmentName(long),
      environmentName({ ...long, environment: 'f'.repeat(40) }),
    ];
    expect(names[0]).toBe('hmeq-production');
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(`${name}-r999999999999999`).toMatch(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
  });
});
