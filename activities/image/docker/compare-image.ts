import type { ImageInspectInfo } from 'dockerode';
import { type Json, canonicalJson } from '../../../domain/canonical-json';
import type { ImageConfig } from '../../../formats/oci/documents';
import type { LayerListing } from '../../../formats/oci/list-layer';
import { buildLabel } from './build-names';

/** Fields that are the base's or ours, and that decide how the image runs. */
const compared = ['User', 'Labels', 'Entrypoint', 'Cmd', 'WorkingDir'] as const;

/** In what an image of the daemon is another than the one that was asked for, in words; undefined: in nothing. */
export function whyConfigDiffers(made: ImageInspectInfo, asked: ImageConfig, build: string): string | undefined {
  const layers = made.RootFS.Layers ?? [];
  const below = asked.rootfs.diff_ids.slice(0, -1);
  const other = below.findIndex((layer, at) => layers[at] !== layer);
  if (other >= 0) return `layer ${other + 1} is ${layers[other] ?? 'absent'}, not the base's ${below[other]}`;
  const labelled = { ...asked.config, Labels: { ...asked.config?.Labels, [buildLabel]: build } };
  const [found, wanted] = [made.Config as Fields, labelled as Fields];
  const field = compared.find((name) => plain(found[name]) !== plain(wanted[name]));
  if (field !== undefined) return `its ${field} is ${plain(found[field])}, not ${plain(wanted[field])}`;
  return whyVariablesDiffer(made.Config.Env, asked.config?.Env ?? []);
}

type Fields = Readonly<Record<string, Json | undefined>>;

/** Docker gives images without a PATH one; the order of variables means nothing. */
function whyVariablesDiffer(made: readonly string[] | null, asked: readonly string[]): string | undefined {
  const [found, wanted] = [byName(made ?? []), byName(asked)];
  for (const name of new Set([...found.keys(), ...wanted.keys()])) {
    if (name === 'PATH' && !wanted.has(name)) continue;
    if (found.get(name) !== wanted.get(name)) return `its variable ${name} is not the one that was asked for`;
  }
  return undefined;
}

type Entries = LayerListing['entries'];

/**
 * The same of what is in its layers above the base's, and in the one that was asked for. Docker makes a working directory
 * that the base only names, as it would when the image runs: in a layer of its own, and that means nothing.
 */
export function whyLayersDiffer(made: readonly Entries[], asked: Entries, workingDirectory = ''): string | undefined {
  const found = new Map(made.flatMap((entries) => [...entries]));
  for (const name of new Set([...asked.keys(), ...found.keys()])) {
    const [is = 'absent', wanted = 'absent'] = [found.get(name), asked.get(name)];
    const leadsToWork = is.startsWith('directory ') && `${workingDirectory}/`.startsWith(`/${name}/`);
    if (is !== wanted && !(wanted === 'absent' && leadsToWork))
      return `${JSON.stringify(name.slice(0, 200))} is ${is}, not ${wanted}`;
  }
  return undefined;
}

function byName(variables: readonly string[]): Map<string, string> {
  return new Map(variables.map((line) => [line.split('=', 1)[0] ?? '', line]));
}

/** What is empty is said in several ways. */
function plain(value: Json | undefined): string {
  const empty = value === undefined || value === null || value === '';
  return empty || (typeof value === 'object' && Object.keys(value).length === 0) ? 'empty' : canonicalJson(value);
}
