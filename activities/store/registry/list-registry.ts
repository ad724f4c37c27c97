import { isStewardError } from '../../../domain/errors';
import type { StockItem } from '../../../domain/stock/stock';
import { maximalDocument } from '../../../formats/oci/documents';
import { mediaTypes } from '../../../formats/oci/media-types';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import { type Repository, whyNoRepository } from '../../../formats/oci/registry/parse-reference';
import { describeStocked } from '../describe-stocked';
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
  const items: StockItem[] = [];
  for (const name of await client.listTags(at)) {
    const item = await describeNamed(client, at, name);
    // Whoever took the tag away meanwhile needs no advice.
    if (item !== undefined) items.push(item, ...(item.kind === 'image' ? await listAttached(client, at, item) : []));
  }
  return items;
}

/** What lies under a tag or a digest; what the registry gives out damaged, or too large, ends no list. */
async function describeNamed(client: RegistryClient, at: Repository, name: string): Promise<StockItem | undefined> {
  const where = `${at.host}/${at.name}`;
  try {
    const found = await client.getManifest(at, name);
    if (found === undefined) return undefined;
    const { digest, bytes } = found;
    return await describeStocked({ where, name, digest, bytes }, (config) =>
      client.readBlob(at, config, maximalDocument),
    );
  } catch (error) {
    if (!isStewardError(error) || !damaged.has(error.code)) throw error;
    return { kind: 'foreign', where, name, blobs: [], unread: true };
  }
}

const damaged: ReadonlySet<string> = new Set(['image_registry_digest', 'image_registry_unclear']);

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
      const item = await describeNamed(client, at, digest);
      return { where, name: digest, digest, subject, kind: 'attachment', blobs: item?.blobs ?? [] } as const;
    }),
  );
}
