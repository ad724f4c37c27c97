import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { publishScored } from '../../../activities/scoring/kubernetes/publish-scored';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { putBlob } from '../../../formats/oci/blobs';
import { changeIndex } from '../../../formats/oci/layout';
import { mediaTypes, tagAnnotation } from '../../../formats/oci/media-types';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import { scratchFolder } from '../../support/scratch-folder';

describe('the image that the gate scores in', () => {
  const scratch = scratchFolder();

  async function open() {
    const folder = await mkdtemp(join(scratch, 'gate-'));
    const layout = join(folder, 'images');
    const builder = createAppendBuilder({
      place: createLayoutPlace({ directory: layout }),
      workDirectory: join(folder, 'builds'),
      extractModel: extractSampleModel,
    });
    const { packagePath: archive, manifest } = await samplePackage(folder);
    const order = {
      ...{ project: 'hmeq', environment: 'staging', retraining: 5, model: 'candidate' as const, archive, manifest },
      ...{ target: { kind: 'local' as const }, bases: [], count: 0 },
    };
    return { layout, builder, order, kept: () => readdir(join(folder, 'builds/built')) };
  }

  it('is made again, once, when its parts are gone before it is published', async () => {
    const { builder, order } = await open();
    const losing = (times: number): ImageBuilder => ({
      ...builder,
      build: async (request) => {
        const built = await builder.build(request);
        if (times-- > 0) await builder.discard(built.digest);
        return built;
      },
    });
    await expect(publishScored(losing(2), order, { kind: 'scratch' })).rejects.toMatchObject({
      code: 'image_not_built',
    });
    const { tag, digest } = await publishScored(losing(1), order, { kind: 'scratch' });
    expect(tag).toBe(`gate-t5-${digest.slice(7, 19)}`);
    expect(await builder.published(digest, 'hmeq', 'gate-t5')).toMatchObject({ digest });
  });

  it('leaves no parts behind when it cannot be published', async () => {
    const { layout, builder, order, kept } = await open();
    const { digest } = await builder.build({
      ...{ project: 'hmeq', label: 'x', manifest: order.manifest, packagePath: order.archive },
      base: { kind: 'scratch' },
    });
    const foreign = { mediaType: mediaTypes.manifest, ...(await putBlob(layout, 'foreign')) };
    const annotations = { [tagAnnotation]: `gate-t5-${digest.slice(7, 19)}` };
    await changeIndex(layout, (index) => ({ ...index, manifests: [{ ...foreign, annotations }] }));
    await expect(publishScored(builder, order, { kind: 'scratch' })).rejects.toMatchObject({ code: 'image_tag_taken' });
    expect(await kept()).toEqual([]);
  });
});
