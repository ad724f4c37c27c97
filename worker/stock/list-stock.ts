import { join } from 'node:path';
import { listLayout } from '../../activities/store/layout/list-layout';
import { listBuilds } from '../../activities/store/list-builds';
import { listRegistry } from '../../activities/store/registry/list-registry';
import type { StockItem } from '../../domain/stock/stock';
import { type Environment, parseNamed } from '../../formats/settings/parse-settings';
import { checkedSettings } from '../../formats/settings/settings-table';
import { createRegistry } from '../wiring/create-registry';

/** What takes room where the settings say that packages and images are kept; and how that place is called. */
export interface Stock {
  readonly place: string;
  readonly items: readonly StockItem[];
}

/** Reads all of it; `projects` are those whose repositories are looked into. Changes nothing. */
export async function listStock(
  environment: Environment,
  { projects, now }: { readonly projects: readonly string[]; readonly now: number },
): Promise<Stock> {
  const settings = parseNamed('store gc', [...checkedSettings.registry, 'STEWARD_HOME'], environment);
  const builds = await listBuilds(join(settings.STEWARD_HOME, 'builds'), now);
  const registry = createRegistry(settings);
  const { STEWARD_STORE_DIR: directory } = settings;
  if (registry === undefined) return { place: directory, items: [...(await listLayout(directory, now)), ...builds] };
  const { client, host, prefix } = registry;
  try {
    const place = prefix === '' ? host : `${host}/${prefix}`;
    return { place, items: [...(await listRegistry(registry, projects)), ...builds] };
  } finally {
    await client.close();
  }
}
