import type { StockItem } from '../../../domain/stock/stock';
import type { Blob } from '../../../formats/oci/blobs';
import { mediaTypes } from '../../../formats/oci/media-types';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import { type Repository, whyNoRepository } from '../../../formats/oci/registry/parse-reference';
import { describeStocked, maximalDocument } from '../describe-stocked';
import { packagesRepository } from './packages-repository';

interface NamedRegistry {
  readonly client: RegistryClient;
  readonly host: string;
  readonly prefix: string;
}

/**
 * What has a tag in the repositories of these projects and in that of the packages, and what is attached to it where the
 * registry lists that. What has no tag is seen by the registry's own garbage collection alone.
 */
export async function listRegistry(
  { client, host, prefix }: NamedRegistry,
  projects: readonly string[],
): Promise<readonly StockItem[]> {
  const repositories = projects.map((project) => ({ host, name: prefix === '' ? project : `${prefix}/${project}` }));
  const items: StockItem[] = [];
  for (const at of [...repositories, packagesRepository(host, prefix)])
    if (whyNoRepository(at) === undefined) items.push(...(await listRepository(client, at)));
  return items;
}

async function listRepository(client: RegistryClient, at: Repository): Promise<readonly StockItem[]> {
  const where = `${at.host}/${at.name}`;
  const items: StockItem[] = [];
  for (const name of await client.listTags(at)) {
    const found = await client.getManifest(at, name);
    // Whoever took the tag away meanwhile needs no advice.
    if (found === undefined) continue;
    const { digest, bytes } = found;
    const read = (config: Blob) => client.readBlob(at, config, maximalDocument);
    const item = await describeStocked({ where, name, digest, bytes }, read);
    items.push(item, ...(item.kind === 'image' ? await listAttached(client, at, item) : []));
  }
  return items;
}

async function listAttached(
  client: RegistryClient,
  at: Repository,
  { where, digest: subject }: StockItem,
): Promise<readonly StockItem[]> {
  if (subject === undefined) return [];
  const found = [
    ...((await client.listReferrers(at, subject, mediaTypes.package)) ?? []),
    ...((await client.listReferrers(at, subject, mediaTypes.modelCard)) ?? []),
  ];
  return Promise.all(
    found.map(async ({ digest }) => {
      const manifest = await client.getManifest(at, digest);
      const item =
        manifest &&
        (await describeStocked({ where, name: digest, digest, bytes: manifest.bytes }, () =>
          Promise.resolve(undefined),
        ));
      return { where, name: digest, digest, subject, kind: 'attachment', blobs: item?.blobs ?? [] } as const;
    }),
  );
}
