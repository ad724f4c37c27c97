import type { ScoringModel } from '../scoring-model';
import { concatenate } from './add-features';
import { bool, float, floatTensor, int32, int32Tensor, string, stringTensor, type GraphBuilder } from './graph-builder';

/** The trees as constants, shared by all signatures. */
export interface ForestConstants {
  readonly levels: readonly { readonly features: string; readonly thresholds: string }[];
  readonly leaves: string;
  readonly base: string;
  readonly one: string;
  readonly labels: string;
  readonly roots: string;
  readonly two: string;
  readonly axis0: string;
  readonly axis1: string;
}

/** Tensors of one way in: the event's probability [n,1], both probabilities [n,2], the class labels [n,2]. */
export interface ForestOutputs {
  readonly event: string;
  readonly probabilities: string;
  readonly classes: string;
}

export function addForestConstants(graph: GraphBuilder, { forest, outcome }: ScoringModel): ForestConstants {
  const roots = Array.from({ length: forest.trees }, (_, tree) => 2 * tree);
  return {
    levels: forest.levels.map(({ features, thresholds }, level) => ({
      features: graph.constant(`forest/features_${level}`, int32Tensor(features, features.length)),
      thresholds: graph.constant(`forest/thresholds_${level}`, floatTensor(thresholds, thresholds.length)),
    })),
    leaves: graph.constant('forest/leaves', floatTensor(forest.leaves, forest.leaves.length)),
    base: graph.constant('forest/base', floatTensor([forest.base])),
    one: graph.constant('forest/one', floatTensor([1])),
    labels: graph.constant('forest/labels', stringTensor([outcome.other, outcome.event], 1, 2)),
    roots: graph.constant('forest/roots', int32Tensor(roots, roots.length)),
    two: graph.constant('forest/two', int32Tensor([2])),
    axis0: graph.constant('forest/axis_0', int32Tensor([0])),
    axis1: graph.constant('forest/axis_1', int32Tensor([1])),
  };
}

/** Walks all trees at once, one level a round, from the feature matrix [n, width]. */
export function addForest(
  graph: GraphBuilder,
  scope: string,
  forest: ForestConstants,
  features: string,
): ForestOutputs {
  const nodes = forest.levels.reduce<string | undefined>(
    (nodes, _, level) => addLevel(graph, `${scope}/level_${level}`, forest, features, level, nodes),
    undefined,
  );
  if (nodes === undefined) throw new RangeError('a forest without levels has nothing to walk');
  const leaves = gather(graph, `${scope}/leaves`, forest.leaves, nodes, forest.axis0, 0);
  const sum = graph.add(`${scope}/sum`, 'Sum', [leaves, forest.axis1], {
    T: float,
    Tidx: int32,
    keep_dims: { boolean: true },
  });
  const logits = graph.add(`${scope}/logits`, 'AddV2', [sum, forest.base], { T: float });
  const event = graph.add(`${scope}/event`, 'Sigmoid', [logits], { T: float });
  const other = graph.add(`${scope}/other`, 'Sub', [forest.one, event], { T: float });
  const shape = graph.add(`${scope}/shape`, 'Shape', [event], { T: float, out_type: int32 });
  return {
    event,
    probabilities: concatenate(graph, `${scope}/probabilities`, [other, event]),
    classes: graph.add(`${scope}/classes`, 'Tile', [forest.labels, shape], { T: string, Tmultiples: int32 }),
  };
}

/**
 * From the nodes [n, trees] of a level (the roots when undefined: the same for every row) to those of the next:
 * 2 × node, and one more when the node's feature is greater than its threshold.
 */
function addLevel(
  graph: GraphBuilder,
  name: string,
  forest: ForestConstants,
  features: string,
  level: number,
  nodes: string | undefined,
): string {
  const constants = forest.levels[level]!;
  let values: string;
  let thresholds = constants.thresholds;
  let doubled = forest.roots;
  if (nodes === undefined) {
    values = gather(graph, `${name}/values`, features, constants.features, forest.axis1, 0);
  } else {
    const chosen = gather(graph, `${name}/features`, constants.features, nodes, forest.axis0, 0, int32);
    values = gather(graph, `${name}/values`, features, chosen, forest.axis1, 1);
    thresholds = gather(graph, `${name}/thresholds`, constants.thresholds, nodes, forest.axis0, 0);
    doubled = graph.add(`${name}/doubled`, 'Mul', [nodes, forest.two], { T: int32 });
  }
  const right = graph.add(`${name}/right`, 'Greater', [values, thresholds], { T: float });
  const step = graph.add(`${name}/step`, 'Cast', [right], {
    SrcT: bool,
    DstT: int32,
    Truncate: { boolean: false },
  });
  return graph.add(`${name}/next`, 'AddV2', [step, doubled], { T: int32 });
}

function gather(
  graph: GraphBuilder,
  name: string,
  from: string,
  at: string,
  axis: string,
  batchDimensions: number,
  type = float,
): string {
  return graph.add(name, 'GatherV2', [from, at, axis], {
    Tparams: type,
    Tindices: int32,
    Taxis: int32,
    batch_dims: { integer: batchDimensions },
  });
}
