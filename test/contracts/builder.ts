import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../../domain/digest';
import type { BuildRequest, ImageBuilder } from '../../domain/ports/builder';
import { samplePackage } from './sample-package';

export interface BuilderUnderTest {
  readonly builder: ImageBuilder;
  /** Another process's view of the same places. */
  readonly other: ImageBuilder;
  /** The same builder on empty ground of its own. */
  elsewhere(): Promise<ImageBuilder>;
  /** How a base image would be named that is not there. */
  readonly missingBase: string;
  /** Takes away a part of what is published of the project `hmeq`, as a disk or a pruner does. */
  lose(part: Digest): Promise<void>;
  close(): Promise<void>;
}

/** What every image builder must do; packages are those of `samplePackage`, extracted by `extractSampleModel`. */
export function describeBuilder(name: string, open: (folder: string) => Promise<BuilderUnderTest>): void {
  describe(`${name} as an image builder`, () => {
    let folder: string;
    let parts: BuilderUnderTest;
    let request: BuildRequest;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'builder-'));
      parts = await open(folder);
      request = { project: 'hmeq', label: 'v4', base: { kind: 'scratch' }, ...(await samplePackage(folder)) };
    });
    afterEach(async () => {
      await parts.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('builder: the same package gives the same image, again, at once, elsewhere and under another label', async () => {
      const first = await parts.builder.build(request);
      const others = await Promise.all([
        parts.builder.build(request),
        parts.other.build({ ...request, label: 'v9' }),
        (await parts.elsewhere()).build(request),
      ]);
      expect(others).toEqual([first, first, first]);
    });

    it('builder: another package or another project is another image', async () => {
      const images = [
        await parts.builder.build(request),
        await parts.builder.build({ ...request, ...(await samplePackage(folder, 'of another meaning')) }),
        await parts.builder.build({ ...request, project: 'other' }),
      ];
      expect(new Set(images.map(({ digest }) => digest)).size).toBe(3);
    });

    it('builder: nothing is published by building', async () => {
      const { digest } = await parts.builder.build(request);
      expect(await parts.builder.published(digest, 'hmeq', 'v4')).toBeUndefined();
      expect(await parts.other.published(digest, 'hmeq', 'v4')).toBeUndefined();
    });

    it('builder: publishes what was built, under a tag that names the digest', async () => {
      const { digest } = await parts.builder.build(request);
      const image = await parts.other.publish(digest, 'hmeq', 'v4');
      expect(image).toMatchObject({ digest, tag: `v4-${digest.slice(7, 19)}` });
      expect(image.reference).toContain(digest);
      expect(await parts.builder.published(digest, 'hmeq', 'v4')).toEqual(image);
    });

    it('builder: publishing again, at once and after a rebuild is one effect', async () => {
      const { digest } = await parts.builder.build(request);
      const images = await Promise.all([
        parts.builder.publish(digest, 'hmeq', 'v4'),
        parts.other.publish(digest, 'hmeq', 'v4'),
      ]);
      await parts.builder.build(request);
      images.push(await parts.builder.publish(digest, 'hmeq', 'v4'), await parts.other.publish(digest, 'hmeq', 'v4'));
      expect(new Set(images.map((image) => JSON.stringify(image))).size).toBe(1);
    });

    it('builder: several images published at once are all there', async () => {
      const digests: Digest[] = [];
      for (const meaning of ['one', 'two', 'three', 'four'])
        digests.push((await parts.builder.build({ ...request, ...(await samplePackage(folder, meaning)) })).digest);
      await Promise.all(
        digests.map((digest, at) => (at % 2 === 0 ? parts.builder : parts.other).publish(digest, 'hmeq', `v${at}`)),
      );
      for (const [at, digest] of digests.entries())
        expect(await parts.builder.published(digest, 'hmeq', `v${at}`)).toMatchObject({
          digest,
          tag: `v${at}-${digest.slice(7, 19)}`,
        });
    });

    it('builder: says that parts are gone, and building again brings the same image', async () => {
      const { digest } = await parts.builder.build(request);
      await parts.other.discard(digest);
      await parts.other.discard(digest);
      await expect(parts.builder.publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({ code: 'image_not_built' });
      expect((await parts.builder.build(request)).digest).toBe(digest);
      expect(await parts.builder.publish(digest, 'hmeq', 'v4')).toMatchObject({ digest });
    });

    it('builder: what is published stays when parts are forgotten', async () => {
      const { digest } = await parts.builder.build(request);
      const image = await parts.builder.publish(digest, 'hmeq', 'v4');
      await parts.builder.discard(digest);
      expect(await parts.builder.published(digest, 'hmeq', 'v4')).toEqual(image);
    });

    it('builder: tells what is lost of a published image, which publishing it anew brings back', async () => {
      const { digest, layer, config } = await parts.builder.build(request);
      expect(await parts.builder.lost(digest, 'hmeq', 'v4')).toEqual([
        { part: 'tag', digest },
        { part: 'manifest', digest },
      ]);
      const image = await parts.builder.publish(digest, 'hmeq', 'v4');
      expect(await parts.other.lost(digest, 'hmeq', 'v4')).toEqual([]);
      expect(await parts.other.lost(digest, 'hmeq', 'v5')).toEqual([{ part: 'tag', digest }]);
      await parts.lose(layer);
      await parts.lose(config);
      expect(await parts.builder.lost(digest, 'hmeq', 'v4')).toEqual([
        { part: 'config', digest: config },
        { part: 'layer', digest: layer },
      ]);
      expect(await parts.builder.published(digest, 'hmeq', 'v4')).toBeUndefined();
      await expect(parts.builder.publish(digest, 'hmeq', 'v4')).rejects.toMatchObject({ code: 'image_not_built' });
      await parts.builder.build(request);
      expect(await parts.builder.publish(digest, 'hmeq', 'v4')).toEqual(image);
      expect(await parts.builder.lost(digest, 'hmeq', 'v4')).toEqual([]);
      await parts.lose(digest);
      expect(await parts.builder.lost(digest, 'hmeq', 'v4')).toContainEqual({ part: 'manifest', digest });
      await parts.builder.build(request);
      expect(await parts.builder.publish(digest, 'hmeq', 'v4')).toEqual(image);
      expect(await parts.other.published(digest, 'hmeq', 'v4')).toEqual(image);
    });

    it('builder: names a base image that is not there', async () => {
      const base = { kind: 'image', reference: parts.missingBase } as const;
      await expect(parts.builder.build({ ...request, base })).rejects.toMatchObject({
        code: 'image_base_missing',
        details: { reference: parts.missingBase },
      });
    });
  });
}
