/**
 * The part of TensorFlow's SavedModel messages that matters for knowing, writing and running a model; everything else
 * in a file is skipped on reading. Names and numbers follow tensorflow/core/protobuf and tensorflow/core/framework.
 * 64-bit integers are JavaScript numbers: beyond ±2^53 they lose digits, which no field that we use reaches.
 */
export interface SavedModel {
  /** Written as 1; older writers left it out (0). */
  readonly schemaVersion: number;
  readonly metaGraphs: readonly MetaGraph[];
}

export interface MetaGraph {
  readonly metaInfo?: MetaInfo;
  readonly graph?: Graph;
  readonly signatures: Readonly<Record<string, Signature>>;
}

export interface MetaInfo {
  /** A model to be served carries exactly `serve`. */
  readonly tags: readonly string[];
  /** The version that wrote the file; may be empty. */
  readonly tensorflowVersion: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly library?: FunctionLibrary;
  readonly versions?: GraphVersions;
}

export interface GraphVersions {
  readonly producer: number;
  /** A runtime with a lower number refuses the graph; 0 lets every runtime load it. */
  readonly minConsumer: number;
}

export interface FunctionLibrary {
  readonly functions: readonly GraphFunction[];
}

export interface GraphFunction {
  readonly signature?: { readonly name: string };
  readonly nodes: readonly GraphNode[];
}

export interface GraphNode {
  /** Unique in its graph. */
  readonly name: string;
  readonly op: string;
  /** `node`, `node:k` for output k, `^node` for a control dependency. */
  readonly inputs: readonly string[];
  readonly device: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Exactly one member is set. */
export interface AttributeValue {
  readonly list?: AttributeList;
  readonly bytes?: Uint8Array;
  readonly integer?: number;
  readonly float?: number;
  readonly boolean?: boolean;
  /** A number of `dataTypes`. */
  readonly type?: number;
  readonly shape?: TensorShape;
  readonly tensor?: Tensor;
  readonly function?: { readonly name: string };
  readonly placeholder?: string;
}

export interface AttributeList {
  readonly bytes: readonly Uint8Array[];
  readonly integers: readonly number[];
  readonly floats: readonly number[];
  readonly booleans: readonly boolean[];
  readonly types: readonly number[];
  readonly shapes: readonly TensorShape[];
}

export interface TensorShape {
  /** -1 is an unknown dimension. */
  readonly dimensions: readonly { readonly size: number }[];
  readonly unknownRank: boolean;
}

/** Values are either little-endian in `content` or listed in the field of their kind (the last one then repeats). */
export interface Tensor {
  readonly dataType: number;
  readonly shape?: TensorShape;
  readonly content: Uint8Array;
  readonly floats: readonly number[];
  readonly doubles: readonly number[];
  readonly integers: readonly number[];
  readonly strings: readonly Uint8Array[];
  readonly longIntegers: readonly number[];
  readonly booleans: readonly boolean[];
}

export interface Signature {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly outputs: Readonly<Record<string, TensorInfo>>;
  /** `tensorflow/serving/classify`, `…/regress`, `…/predict`. */
  readonly method: string;
}

export interface TensorInfo {
  /** `node:k`. */
  readonly tensor: string;
  readonly dataType: number;
  readonly shape?: TensorShape;
}
