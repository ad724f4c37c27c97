import type { Repository } from '../../../formats/oci/registry/parse-reference';

/** Where packages are; projects have no dot in their names, so none of them has this repository. */
export function packagesRepository(host: string, prefix: string): Repository {
  const name = 'steward.packages';
  return { host, name: prefix === '' ? name : `${prefix}/${name}` };
}
