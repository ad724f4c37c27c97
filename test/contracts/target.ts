import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Digest, shortDigest, versionDirectory } from '../../domain/digest';
import type { PackageManifest } from '../../domain/package/manifest';
import type { ServerSpec } from '../../domain/project';
import type {
  DeploymentRef,
  EnvironmentRef,
  InspectRequest,
  Observation,
  StageRequest,
  Target,
  TargetEndpoint,
} from '../../domain/ports/target';

/** A published image and the package in it. */
export interface PublishedModel {
  readonly manifest: PackageManifest;
  readonly image: Digest;
  /** As `PublishedImage.reference`. */
  readonly reference: string;
}

export interface TargetUnderTest {
  readonly target: Target;
  /** Two models that differ in their golden rows' scores, and one that cannot be loaded. */
  readonly models: { readonly first: PublishedModel; readonly second: PublishedModel; readonly broken: PublishedModel };
  readonly project: string;
  /** What starts the model server of the images' base; absent: the target's own. */
  readonly server?: ServerSpec;
  /** Makes of a model that runs one that does not, with what is said of it. */
  refused(manifest: PackageManifest): { readonly manifest: PackageManifest; readonly says: object };
  /** The environment of a shell that knows the way to an address of the target. */
  shellFor(address: string): Promise<NodeJS.ProcessEnv>;
  close(): Promise<void>;
}

/** What a release of a model to a place asks of a target. */
export function stageRequestOf(
  { server }: Pick<TargetUnderTest, 'server'>,
  place: EnvironmentRef,
  release: number,
  { manifest, image, reference }: PublishedModel,
): StageRequest {
  const { packageDigest, contract, call } = manifest;
  return {
    ...place,
    ...{ release, label: `v${release}`, image, reference, packageDigest, contract, call },
    versionDirectory: versionDirectory(packageDigest),
    recording: { mode: 'fast', whenFull: 'gap' },
    ...(server && { server }),
  };
}

/** What every target must do. Each test has an environment of its own; the target is started once. */
export function describeTarget(name: string, open: () => Promise<TargetUnderTest>): void {
  describe(`${name} as a target`, () => {
    let parts: TargetUnderTest;
    let target: Target;
    let number = 0;
    let place = { project: '', environment: '' };

    beforeAll(async () => {
      parts = await open();
      ({ target } = parts);
    });
    afterAll(() => parts.close());
    beforeEach(() => {
      place = { project: parts.project, environment: `environment-${(number += 1)}` };
    });
    afterEach(async () => {
      const serving = await target.serving(place);
      for (const deployment of await target.deployments(place))
        if (deployment.release !== serving?.release) await target.withdraw(deployment);
    });

    const request = (release: number, model: PublishedModel) => stageRequestOf(parts, place, release, model);

    /** Runs an endpoint's line as a person would, in a shell of its own. */
    async function paste({ address, curl }: TargetEndpoint): Promise<string> {
      expect(curl).not.toContain('\n');
      const { stdout } = await promisify(execFile)('sh', ['-c', curl], { env: await parts.shellFor(address) });
      return stdout;
    }

    async function until(deployment: DeploymentRef, ...states: readonly Observation['state'][]): Promise<Observation> {
      for (;;) {
        const seen = await target.observe(deployment);
        if (states.includes(seen.state)) return seen;
        await wait(50);
      }
    }

    async function stageReady(release: number, model: PublishedModel): Promise<DeploymentRef> {
      await target.stage(request(release, model));
      expect(await until({ ...place, release }, 'ready', 'failed')).toEqual({
        state: 'ready',
        image: model.image,
        versionDirectory: versionDirectory(model.manifest.packageDigest),
      });
      return { ...place, release };
    }

    async function expectGolden(deployment: DeploymentRef, { manifest }: PublishedModel): Promise<void> {
      const { call, contract, goldenRows, goldenTolerance, model } = manifest;
      const signature = model.signatures.find((one) => one.name === call.signature);
      const scores = await target.probe(deployment, call, contract, goldenRows, signature);
      expect(scores).toHaveLength(goldenRows.length);
      for (const [at, row] of goldenRows.entries())
        expect(Math.abs((scores[at] ?? NaN) - row.score)).toBeLessThanOrEqual(goldenTolerance);
    }

    it('target: says by name what it cannot run, and runs the rest', () => {
      const { manifest } = parts.models.first;
      expect(target.supports(manifest)).toBeUndefined();
      const refused = parts.refused(manifest);
      expect(target.supports(refused.manifest)).toMatchObject(refused.says);
    });

    it('target: a plan tells what changes, and is the same until something else changes', async () => {
      const { first, second } = parts.models;
      const before = await target.plan(request(1, first));
      expect(before.lines.join('\n')).toContain(place.environment);
      expect(before.lines.join('\n')).toContain('v1');
      expect(before.lines.join('\n')).toContain(shortDigest(first.image));
      await stageReady(1, first);
      expect(await target.plan(request(1, first))).toEqual(before);
      await target.switchTo({ ...place, release: 1 }, undefined);
      const next = await target.plan(request(2, second));
      expect(next.lines.join('\n')).toMatch(/v1.*→.*v2/);
      expect(next.digest).not.toBe(before.digest);
      expect((await target.plan(request(2, first))).digest).not.toBe(next.digest);
      expect(await target.deployments(place)).toEqual([{ ...place, release: 1 }]);
    });

    it('target: stages without traffic, and scores golden rows there as expected', async () => {
      const { first, second } = parts.models;
      expect(await target.observe({ ...place, release: 1 })).toEqual({ state: 'absent' });
      const staged = await stageReady(1, first);
      await target.stage(request(1, first));
      await expectGolden(staged, first);
      expect(await target.serving(place)).toBeUndefined();
      await expectGolden(await stageReady(2, second), second);
      const releases = (await target.deployments(place)).map(({ release }) => release);
      expect(releases.sort()).toEqual([1, 2]);
    });

    it('target: says early that a model does not come up, with its reason', async () => {
      await target.stage(request(1, parts.models.broken));
      const seen = await until({ ...place, release: 1 }, 'failed', 'ready');
      expect(seen).toMatchObject({ state: 'failed', detail: expect.stringMatching(/\w.*\.$/s) as string });
      await expect(target.switchTo({ ...place, release: 1 }, undefined)).rejects.toMatchObject({
        code: 'switch_not_ready',
      });
    });

    it('target: refuses another image for the same release', async () => {
      await stageReady(1, parts.models.first);
      await expect(target.stage(request(1, parts.models.second))).rejects.toMatchObject({ code: 'stage_conflict' });
    });

    it('target: switches only from what was expected, and once', async () => {
      const { first, second } = parts.models;
      const [one, two] = [await stageReady(1, first), await stageReady(2, second)];
      await target.switchTo(one, undefined);
      expect(await target.serving(place)).toEqual({ release: 1, label: 'v1', image: first.image });
      await expect(target.switchTo(two, undefined)).rejects.toMatchObject({ code: 'switch_conflict' });
      await expect(target.switchTo(two, 7)).rejects.toMatchObject({ code: 'switch_conflict' });
      expect(await target.serving(place)).toMatchObject({ release: 1 });
      await target.switchTo(two, 1);
      await target.switchTo(two, 1);
      expect(await target.serving(place)).toEqual({ release: 2, label: 'v2', image: second.image });
      await target.switchTo(one, 2);
      expect(await target.serving(place)).toMatchObject({ release: 1 });
    });

    it('target: of two switches at once from the same state one is refused', async () => {
      const [one, two] = [await stageReady(1, parts.models.first), await stageReady(2, parts.models.second)];
      const both = await Promise.allSettled([target.switchTo(one, undefined), target.switchTo(two, undefined)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('target: withdraws what has no traffic, as often as told, and nothing else', async () => {
      const [one, two] = [await stageReady(1, parts.models.first), await stageReady(2, parts.models.second)];
      await target.switchTo(one, undefined);
      await expect(target.withdraw(one)).rejects.toMatchObject({ code: 'withdraw_serving' });
      await target.withdraw(two);
      await target.withdraw(two);
      expect(await target.observe(two)).toEqual({ state: 'absent' });
      expect(await target.deployments(place)).toEqual([one]);
      await expectGolden(one, parts.models.first);
    });

    it('target: tells what can be seen of the traffic, and what is not as it was released', async () => {
      const { first, second } = parts.models;
      const [one, two] = [await stageReady(1, first), await stageReady(2, second)];
      await target.switchTo(one, undefined);
      await paste(await target.endpoint(place, first.manifest));
      const seen = await target.inspect({ ...one, image: first.image });
      expect(seen).toMatchObject({ image: first.image, traffic: 1, restarts: 0, differences: [] });
      expect([seen.ready, seen.wanted]).toEqual([1, 1]);
      expect(seen.gateways).toMatchObject([{ answers: 1, errors: 0 }]);
      const about = async (meant: InspectRequest) =>
        (await target.inspect(meant)).differences.map((difference) => difference.about);
      expect(await about({ ...one, image: second.image })).toEqual(['image']);
      expect(await about({ ...two, image: second.image })).toEqual(['traffic']);
      expect(await about({ ...place, release: 3, image: first.image })).toEqual(['gone', 'traffic']);
      for (const { what } of (await target.inspect({ ...place, release: 3, image: first.image })).differences)
        expect(what).toMatch(/^[A-Z].*\br3\b.*\.$/);
      expect(await target.serving(place)).toMatchObject({ release: 1 });
    });

    it('target: the address stays over a switch, and its curl line works as it stands', async () => {
      const { first, second } = parts.models;
      const [one, two] = [await stageReady(1, first), await stageReady(2, second)];
      await target.switchTo(one, undefined);
      const endpoint = await target.endpoint(place, first.manifest);
      expect(await paste(endpoint)).toContain('results');
      await target.switchTo(two, 1);
      expect((await target.endpoint(place, second.manifest)).address).toBe(endpoint.address);
      expect(await paste(endpoint)).toContain('results');
    });
  });
}
