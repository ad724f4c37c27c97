import type { FeatureLayout } from '../lay-out-features';
import type { ScoringModel } from '../scoring-model';
import { bool, float, floatTensor, int32, int32Tensor, string, stringTensor, type GraphBuilder } from './graph-builder';

/**
 * From one [n,1] tensor an input to the feature matrix [n, width] that lay-out-features.ts describes: missing values
 * filled in on both sides, flags for what is missing, one flag a category.
 */
export function addFeatures(
  graph: GraphBuilder,
  scope: string,
  model: ScoringModel,
  layout: FeatureLayout,
  inputs: readonly string[],
): string {
  const blocks: string[] = [];
  if (layout.numbers > 0) {
    const numbers = inputs.filter((_, index) => model.inputs[index]?.type === 'number');
    const values = concatenate(graph, `${scope}/numbers`, numbers);
    const missing = graph.add(`${scope}/is_missing`, 'IsNan', [values], { T: float });
    const low = graph.constant(`${scope}/low`, floatTensor([-Infinity]));
    const high = graph.constant(`${scope}/high`, floatTensor([Infinity]));
    blocks.push(
      graph.add(`${scope}/missing_low`, 'SelectV2', [missing, low, values], { T: float }),
      graph.add(`${scope}/missing_high`, 'SelectV2', [missing, high, values], { T: float }),
      toFloat(graph, `${scope}/missing_flags`, missing),
    );
  }
  model.inputs.forEach((input, index) => {
    if (input.type !== 'text') return;
    const name = `${scope}/text_${index}`;
    const known = ['', ...input.categories];
    const values = graph.constant(`${name}/known`, stringTensor(known, known.length));
    const equal = graph.add(`${name}/equal`, 'Equal', [inputs[index]!, values], {
      T: string,
      incompatible_shape_error: { boolean: true },
    });
    blocks.push(toFloat(graph, `${name}/flags`, equal));
  });
  return concatenate(graph, `${scope}/features`, blocks);
}

/** Side by side. ConcatV2 refuses fewer than two. */
export function concatenate(graph: GraphBuilder, name: string, parts: readonly string[]): string {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only;
  const axis = graph.constant(`${name}/axis`, int32Tensor([1]));
  return graph.add(name, 'ConcatV2', [...parts, axis], { T: float, Tidx: int32, N: { integer: parts.length } });
}

function toFloat(graph: GraphBuilder, name: string, flags: string): string {
  return graph.add(name, 'Cast', [flags], { SrcT: bool, DstT: float, Truncate: { boolean: false } });
}
