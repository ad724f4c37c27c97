import type { Graph } from './types';

/** Every op in the graph and its function library once, sorted; names of library functions are no ops. */
export function listOps({ nodes, library }: Graph): string[] {
  const functions = library?.functions ?? [];
  const functionNames = new Set(functions.map(({ signature }) => signature?.name));
  const all = [...nodes, ...functions.flatMap((one) => one.nodes)];
  return [...new Set(all.map(({ op }) => op))].filter((op) => !functionNames.has(op)).sort();
}
