import { StewardError } from '../../domain/errors';
import type { SignatureSpec } from '../../domain/package/manifest';
import { decodeSavedModel } from './decode';
import { type ExampleFeature, readExampleFeatures } from './example-features';
import { listOps } from './list-ops';
import { servedGraph } from './served-graph';
import { describeSignatures } from './signatures';

/** What `saved_model.pb` says about its model, without running anything of it. */
export interface SavedModelDescription {
  /** Of the served graph: exactly `serve`. */
  readonly tags: readonly string[];
  /** The TensorFlow that wrote the file; absent when it does not say. */
  readonly tensorflow?: string;
  /** By name; TensorFlow's own (`__…`) are left out. */
  readonly signatures: readonly SignatureSpec[];
  /** Every op in the graph and its function library once, sorted; names of library functions are no ops. */
  readonly ops: readonly string[];
  /** What the graph itself parses from a tf.Example, in the order of the graph. */
  readonly exampleFeatures: readonly ExampleFeature[];
  /** True when the graph restores weights from `variables/`; false for a frozen graph. */
  readonly hasVariables: boolean;
}

const variableOps = new Set(['VarHandleOp', 'VariableV2', 'Variable', 'ReadVariableOp', 'RestoreV2', 'Restore']);

/** Throws `saved_model_unreadable`, `saved_model_too_large` or `saved_model_not_served`. */
export function describeSavedModel(bytes: Uint8Array): SavedModelDescription {
  const meta = servedGraph(decodeSavedModel(bytes));
  const ops = listOps(meta.graph);
  const tensorflow = meta.metaInfo?.tensorflowVersion ?? '';
  const signatures = describeSignatures(meta.signatures);
  const exampleFeatures = readExampleFeatures(meta.graph);
  checkNames([tensorflow, ...ops, ...signatures.flatMap(listNames), ...exampleFeatures.map(({ name }) => name)]);
  return {
    tags: meta.metaInfo?.tags ?? [],
    ...(tensorflow === '' ? {} : { tensorflow }),
    signatures,
    ops,
    exampleFeatures,
    hasVariables: ops.some((op) => variableOps.has(op)),
  };
}

function listNames({ name, method, inputs, outputs }: SignatureSpec): string[] {
  return [name, method, ...[...inputs, ...outputs].map((tensor) => tensor.name)];
}

/** A description is stored and shown: no name in it may be a book, nor may there be a library of them. */
function checkNames(names: readonly string[]): void {
  if (names.length > 20_000) throw new StewardError('saved_model_too_large', { limit: '20000 names' });
  const long = names.find((name) => name.length > 256);
  if (long !== undefined) {
    throw new StewardError('saved_model_unreadable', { why: `a name in it has ${long.length} characters` });
  }
}
