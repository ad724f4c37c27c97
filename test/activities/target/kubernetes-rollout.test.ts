import { findFatal } from '../../../activities/target/kubernetes/find-fatal';
import { environmentName } from '../../../activities/target/kubernetes/names';
import { readRollout } from '../../../activities/target/kubernetes/read-rollout';
import { deploymentSchema, podSchema } from '../../../formats/kubernetes/objects';

const started = '2026-11-26T10:00:00Z';
const after = (seconds: number) => Date.parse(started) + seconds * 1_000;

const deployment = (status: object, replicas = 2) =>
  deploymentSchema.parse({ metadata: { name: 'd', generation: 3 }, spec: { replicas }, status });
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

  it('a fatal reason: no room is one after it has lasted', () => {
    const pod = podWith({
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' }],
    });
    expect(findFatal(deployment({}), [pod], after(5))).toBeUndefined();
    expect(findFatal(deployment({}), [pod], after(25))).toMatchObject({ kind: 'unschedulable', words: '0/1 nodes' });
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
