import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, versionDirectory } from '../../../domain/digest';
import type { PackageManifest } from '../../../domain/package/manifest';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { extractModel } from '../../../formats/package/model-files';
import { trainModel } from '../../../trainer/train';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';
import type { PublishedModel, TargetUnderTest } from '../../contracts/target';
import { makeServingImages } from '../../support/kubernetes/serving-images';
import { madeUpSpec, madeUpTable } from '../../trainer/made-up-table';

/** Real packages in real images with a model server, in a registry; and Steward's own image. */
export async function publishServingModels(
  registry: string,
  folder: string,
  project: string,
): Promise<{ readonly models: TargetUnderTest['models']; readonly gatewayImage: string }> {
  const manifests = { first: await train(folder, 1), second: await train(folder, 2), broken: await breakOne(folder) };
  const images = await makeServingImages(registry, async (root) => {
    for (const { manifest, packagePath, extract } of Object.values(manifests)) {
      const directory = join(root, 'models', project, versionDirectory(manifest.packageDigest));
      await mkdir(directory, { recursive: true });
      await extract(packagePath, manifest, directory);
    }
  });
  const publish = async (label: keyof typeof manifests): Promise<PublishedModel> => {
    const reference = await images.push(`models/${project}`, label);
    return {
      manifest: manifests[label].manifest,
      image: reference.slice(reference.indexOf('@') + 1) as Digest,
      reference,
    };
  };
  const models = { first: await publish('first'), second: await publish('second'), broken: await publish('broken') };
  const gatewayImage = await images.push('steward', 'gateway');
  await images.close();
  return { models, gatewayImage };
}

async function train(folder: string, seed: number) {
  const packagePath = join(folder, `trained-${seed}.zip`);
  await writeFile(packagePath, trainModel(madeUpTable(400, seed), madeUpSpec).package);
  const manifest = await inspectPackage(packagePath, join(folder, `inspected-${seed}`));
  return { packagePath, manifest, extract: extractModel };
}

/** A package like any other, but what should be a graph is none. */
async function breakOne(folder: string) {
  return { ...(await samplePackage(folder, 'this is no graph')), extract: extractSampleModel };
}

/** More columns than a gateway can be told. */
export function withLongContract(manifest: PackageManifest): PackageManifest {
  const inputs = Array.from({ length: 2_000 }, (_, at) => ({
    name: `${'column'.repeat(10)}${at}`,
    type: 'number' as const,
  }));
  return { ...manifest, contract: { ...manifest.contract, inputs } };
}
