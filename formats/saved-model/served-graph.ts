import { StewardError } from '../../domain/errors';
import type { Graph, MetaGraph, SavedModel } from './types';

/** The graph that serving programs load: the one whose tags are exactly `serve`; else throws `saved_model_not_served`. */
export function servedGraph(model: SavedModel): MetaGraph & { readonly graph: Graph } {
  const found = model.metaGraphs.filter(({ metaInfo }) => metaInfo?.tags.length === 1 && metaInfo.tags[0] === 'serve');
  const [meta] = found;
  if (found.length !== 1 || meta?.graph === undefined) {
    const tags = model.metaGraphs.map(({ metaInfo }) => (metaInfo?.tags ?? []).slice(0, 8).join('+'));
    throw new StewardError('saved_model_not_served', { tags: tags.slice(0, 8).join(', ') || 'none' });
  }
  return { ...meta, graph: meta.graph };
}
