import { StewardError } from '../../domain/errors';
import type { PackageFile } from '../../domain/package/manifest';

/**
 * Sees to it that the weights are whole. TensorFlow Serving loads a model whose weights are missing without a word, so
 * nobody else would notice before the first score: an index, and every shard that one shard's name promises, must be
 * there as soon as there is a variables folder or the graph reads one.
 *
 * Errors: `variables_missing`.
 */
export function checkVariables(files: readonly PackageFile[], graphReadsThem: boolean): void {
  const names = files.flatMap(({ path }) => (path.startsWith('variables/') ? [path.slice('variables/'.length)] : []));
  if (names.length === 0 && !graphReadsThem) return;
  const missing = (what: string): never => {
    throw new StewardError('variables_missing', { what: `variables/${what}` });
  };
  if (!names.includes('variables.index')) missing('variables.index');
  const totals = new Set(names.flatMap((name) => /^variables\.data-\d{5}-of-(\d{5})$/.exec(name)?.[1] ?? []));
  const [total] = totals;
  if (total === undefined) return missing('variables.data-00000-of-00001');
  if (totals.size > 1) missing(`variables.data (its parts are of ${[...totals].join(' and of ')})`);
  for (let shard = 0; shard < Number(total); shard += 1) {
    const name = `variables.data-${String(shard).padStart(5, '0')}-of-${total}`;
    if (!names.includes(name)) missing(name);
  }
}
