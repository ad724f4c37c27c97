import { StewardError } from '../../domain/errors';
import { unsupportedOp } from '../../domain/model-ops';
import type { SignatureSpec } from '../../domain/package/manifest';
import { decodeSavedModel } from '../../formats/saved-model/decode';
import { listOps } from '../../formats/saved-model/list-ops';
import { servedGraph } from '../../formats/saved-model/served-graph';
import { describeSignatures } from '../../formats/saved-model/signatures';
import type { Graph, GraphNode, Signature } from '../../formats/saved-model/types';
import { compileSignature, type Program } from './compile-signature';

export interface LoadedSignature {
  readonly spec: SignatureSpec;
  /** As the file has it, for the metadata answer. */
  readonly definition: Signature;
  readonly run: Program;
}

export interface LoadedModel {
  /** By name. */
  readonly signatures: ReadonlyMap<string, LoadedSignature>;
}

/**
 * Makes a model ready to run from the bytes of its `saved_model.pb`. Everything that can be known beforehand is refused
 * here, not at the first request: `op_not_supported` by name of the op, `model_graph_broken`, and what decoding throws.
 */
export function loadModel(bytes: Uint8Array): LoadedModel {
  const meta = servedGraph(decodeSavedModel(bytes));
  const missing = unsupportedOp(listOps(meta.graph));
  if (missing !== undefined) throw new StewardError('op_not_supported', { op: missing.op, runner: missing.runner });
  const nodes = indexNodes(meta.graph);
  const signatures = describeSignatures(meta.signatures).map((spec): [string, LoadedSignature] => {
    const definition = meta.signatures[spec.name];
    if (definition === undefined) throw new StewardError('model_graph_broken', { why: `no signature ${spec.name}` });
    return [spec.name, { spec, definition, run: compileSignature(nodes, definition) }];
  });
  return { signatures: new Map(signatures) };
}

function indexNodes({ nodes }: Graph): Map<string, GraphNode> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  if (byName.size !== nodes.length) throw new StewardError('model_graph_broken', { why: 'two nodes have one name' });
  return byName;
}
