import { judgeScoring } from '../../../activities/scoring/kubernetes/judge-scoring';
import { createFirstSeen } from '../../../activities/training/kubernetes/create-first-seen';
import { jobSchema, podSchema } from '../../../formats/kubernetes/objects';

const made = '2026-11-26T10:00:00Z';
const jobWhose = (conditions: readonly object[] = []) =>
  jobSchema.parse({ metadata: { name: 'hmeq-t5-candidate-1', uid: 'one' }, status: { conditions } });
const podWhose = (model: object, score: object = { waiting: { reason: 'PodInitializing' } }, phase = 'Running') =>
  podSchema.parse({
    metadata: { name: 'pod', creationTimestamp: made },
    status: {
      phase,
      initContainerStatuses: [{ name: 'model', ...model }],
      containerStatuses: [{ name: 'score', state: score }],
    },
  });
const up = { state: { running: {} } };
/** As a sidecar shows that waits to be started again. */
const crashing = { state: { terminated: { exitCode: 3, reason: 'Error' } }, restartCount: 2 };
const judge = (pod: ReturnType<typeof podWhose> | undefined, conditions: readonly object[] = [], seconds = 300) => {
  const now = Date.parse(made) + seconds * 1_000;
  return judgeScoring(
    jobWhose(conditions),
    pod ? [pod] : [],
    now,
    createFirstSeen(() => now),
  );
};
const holds = (type: string, reason?: string) => [{ type, status: 'True', ...(reason && { reason }) }];

describe('a Job that scores', () => {
  it('a Job that scores: its model may be asked until the scorer is started, and not after that', () => {
    expect(judge(podWhose(up))).toMatchObject({ state: 'under way', pod: { metadata: { name: 'pod' } } });
    expect(judge(podWhose(up, { running: {} }))).toEqual({ state: 'under way' });
    expect(judge(undefined)).toEqual({ state: 'under way' });
  });

  it('a Job that scores: what a model that crashed wrote may hold rows once the scorer was started', () => {
    expect(judge(podWhose(crashing))).toMatchObject({ state: 'fatal', rows: false, fatal: { kind: 'crash' } });
    expect(judge(podWhose(crashing, { running: {} }))).toMatchObject({ state: 'fatal', rows: true });
  });

  it('a Job that scores: a model that ended is started again twice', () => {
    expect(judge(podWhose({ ...crashing, restartCount: 1 }))).toMatchObject({ state: 'under way' });
    const words = 'it ended with exit code 3';
    expect(judge(podWhose(crashing))).toMatchObject({
      fatal: { kind: 'crash', words, container: 'model', pod: 'pod' },
    });
    const memory = { state: { terminated: { exitCode: 137, reason: 'OOMKilled' } }, restartCount: 1 };
    expect(judge(podWhose(memory))).toMatchObject({ state: 'fatal', fatal: { kind: 'memory' } });
  });

  it('a Job that scores: a model that was ended because the scorer was done is no failure', () => {
    const ended = { state: { terminated: { exitCode: 137, reason: 'Error' } }, restartCount: 2 };
    expect(judge(podWhose(ended, { terminated: { exitCode: 0 } }))).toEqual({ state: 'under way' });
  });

  it.each([
    ['the carrier says', { exitCode: 1, message: 'the builder is not reached: x.\n' }, 'the builder is not reached: x'],
    ['the kernel says', { exitCode: 137, reason: 'OOMKilled' }, 'the scorer was killed for memory'],
    ['nobody says', { exitCode: 1 }, 'it gave no word'],
  ])('a Job that scores: rows that were not carried are told as %s', (_, terminated, why) => {
    expect(judge(podWhose(up, { terminated }))).toEqual({ state: 'not carried', why });
  });

  it('a Job that scores: a scorer that the image has not is a container that was refused', () => {
    const terminated = { exitCode: 128, reason: 'StartError', message: 'node: not found' };
    expect(judge(podWhose(up, { terminated }))).toMatchObject({ state: 'fatal', fatal: { kind: 'config' } });
  });

  it('a Job that scores: what Kubernetes ended is late, lost, or has left nothing', () => {
    expect(judge(undefined, holds('Failed', 'DeadlineExceeded'))).toEqual({ state: 'late' });
    expect(judge(undefined, holds('Failed', 'PodFailurePolicy'))).toEqual({ state: 'lost', why: 'PodFailurePolicy' });
    expect(judge(undefined, holds('Complete'))).toMatchObject({ state: 'lost' });
    expect(judge(podWhose(up, { waiting: {} }, 'Failed'))).toMatchObject({ state: 'lost' });
  });
});
