import type { InputSpec, OutputSpec, ValueType } from './contract';
import type { SignatureSpec } from './manifest';

/** What a package says of itself in its own files, whatever its format. */
export interface PackageClaims {
  readonly name?: string;
  readonly description?: string;
  readonly tool: { readonly name: string; readonly version?: string };
  readonly algorithm?: string;
  readonly inputs?: readonly InputSpec[];
  readonly outputs?: readonly OutputSpec[];
  readonly outcome?: { readonly name: string; readonly event?: string };
}

/** What the model's graph shows, whatever its package says. */
export interface GraphFacts {
  readonly signatures: readonly SignatureSpec[];
  /** The features that the graph itself parses from a tf.Example. */
  readonly exampleFeatures: readonly { readonly name: string; readonly type: ValueType }[];
}
