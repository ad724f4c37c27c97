import { setTimeout as wait } from 'node:timers/promises';
import type { Difference, Inspection } from '../../../domain/observation/inspection';
import { judgeLook } from '../../../domain/observation/judge-look';
import { fillSentence } from '../../../domain/reasons';
import { stageRequestOf } from '../../contracts/target';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type KubernetesBench, openKubernetesTarget } from './kubernetes-target-bench';

/** A cluster, images and packages are made first: minutes on a machine that is busy. */
jest.setTimeout(300_000);

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

const place = { project: 'gone', environment: 'watched' };
const deployment = 'deployment/gone-watched-r1';

describeOnCluster('what is seen of a release in a cluster', () => {
  let bench: KubernetesBench;
  const kubectl = (...words: string[]) => bench.cluster.kubectl('-n', bench.namespace, ...words);

  beforeAll(async () => {
    bench = await openKubernetesTarget();
    const request = stageRequestOf(bench, place, 1, bench.models.first);
    await bench.target.stage(request);
    while ((await bench.target.observe(request)).state !== 'ready') await wait(250);
    await bench.target.switchTo(request, undefined);
  });
  afterAll(() => bench.close());

  const inspect = () => bench.target.inspect({ ...place, release: 1, image: bench.models.first.image });

  /** Looks until what was done shows, and says what a look alone would make of it. */
  async function seen(about: Difference['about']) {
    for (;;) {
      const inspection = await inspect();
      if (inspection.differences.some((difference) => difference.about === about)) return judged(inspection);
      await wait(100);
    }
  }

  function judged(inspection: Inspection) {
    const { state, findings } = judgeLook({
      recorded: { ...place, release: 1, version: 'v1' },
      at: '2026-11-26T10:00:00.000Z',
      found: { seen: inspection },
    });
    return { state, inspection, words: findings.map(({ code, details }) => fillSentence(code, details)).join('\n') };
  }

  /** As the cluster counts the changes of what we applied. */
  const generations = () => kubectl('get', deployment, 'service/gone-watched', '-o', 'jsonpath={.items[*].spec}');

  it('a look at a cluster: is calm after a release, and stays so when its Pods are made anew', async () => {
    expect(judged(await inspect())).toMatchObject({ state: 'ok', inspection: { ready: 1, wanted: 1, traffic: 1 } });
    await kubectl('rollout', 'restart', deployment);
    await kubectl('rollout', 'status', deployment, '--timeout=120s');
    expect(judged(await inspect())).toMatchObject({ state: 'ok', words: '' });
  });

  it('a look at a cluster: tells that somebody scaled it, and who', async () => {
    await kubectl('scale', deployment, '--replicas=2');
    const { state, inspection, words } = await seen('scale');
    expect([state, inspection.wanted]).toEqual(['drifted', 1]);
    expect(words).toMatch(
      /^The Deployment gone-watched-r1 asks for 2 Pods; 1 Pod was released\. Last written by kubectl\. Undo/,
    );
    expect(inspection.differences).toHaveLength(1);
  });

  it('a look at a cluster: tells that it was scaled away, whose field nobody owns then, and changes nothing', async () => {
    await kubectl('scale', deployment, '--replicas=0');
    const before = await generations();
    while ((await inspect()).ready > 0) await wait(250);
    const { state, words, inspection } = await seen('scale');
    expect([state, inspection.differences.length]).toEqual(['drifted', 1]);
    expect(words).toMatch(/^The Deployment gone-watched-r1 asks for 0 Pods; 1 Pod was released\. Undo/);
    expect(words).toMatch(/Of r1 \(v1\) in watched, 0 of 1 are ready: /);
    expect(await generations()).toBe(before);
    await kubectl('scale', deployment, '--replicas=1');
  });

  it('a look at a cluster: is calm when what somebody did is undone, whoever owns the field then', async () => {
    while ((await inspect()).ready < 1) await wait(250);
    expect(judged(await inspect())).toMatchObject({ state: 'ok', words: '' });
  });

  it('a look at a cluster: tells another image', async () => {
    await kubectl('set', 'image', deployment, `model=${bench.models.second.reference}`);
    const { words, inspection } = await seen('image');
    expect(inspection.image).toBe(bench.models.second.image);
    expect(words).toMatch(/runs the image [0-9a-f]{12}; released was [0-9a-f]{12}\. Last written by kubectl-set at/);
    await kubectl('set', 'image', deployment, 'model=somewhere/else:latest');
    expect((await inspect()).image).toBe('somewhere/else:latest');
  });

  it('a look at a cluster: tells a trigger that would change the image', async () => {
    await kubectl('annotate', deployment, 'image.openshift.io/triggers=[]');
    expect((await seen('other')).words).toContain('has an image trigger (image.openshift.io/triggers)');
  });

  it('a look at a cluster: tells where the Service leads instead', async () => {
    await kubectl('set', 'selector', 'service/gone-watched', 'app=other');
    const { words, inspection } = await seen('traffic');
    expect(inspection.traffic).toBeUndefined();
    expect(words).toContain('The Service gone-watched leads to Pods with app=other, not to r1 alone.');
    await kubectl('delete', 'service', 'gone-watched');
    expect(judged(await inspect()).words).toContain('There is no Service gone-watched: nothing leads to r1.');
  });

  it('a look at a cluster: tells what is not there any more, and puts nothing back', async () => {
    await kubectl('delete', 'networkpolicy', 'gone-watched');
    await kubectl('delete', deployment);
    const { words, state } = await seen('gone');
    expect(state).toBe('drifted');
    expect(words).toContain('The Deployment gone-watched-r1 of r1 is not there any more.');
    expect(words).toContain('The NetworkPolicy gone-watched is not there any more.');
    expect(await kubectl('get', 'deployments,networkpolicies', '-o', 'name')).toBe('');
  });
});
