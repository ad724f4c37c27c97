import type { Digest } from '../digest';
import type { Call, Contract } from './contract';

export interface PackageFile {
  /** Path inside the package, `/` separated, NFC. */
  readonly path: string;
  readonly size: number;
  readonly sha256: Digest;
}

export interface TensorSpec {
  readonly name: string;
  /** TensorFlow's name: `DT_FLOAT`, `DT_STRING`, … */
  readonly dtype: string;
  /** -1 is an unknown dimension; absent means unknown rank. */
  readonly shape?: readonly number[];
}

export interface SignatureSpec {
  readonly name: string;
  /** `tensorflow/serving/classify`, `…/regress`, `…/predict`. */
  readonly method: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** One row of made-up inputs and the score the model must give it. Never an applicant. */
export interface GoldenRow {
  readonly inputs: Readonly<Record<string, number | string | null>>;
  readonly score: number;
}

/** A figure the package claims about itself; shown as *declared by the package*, never trusted as measured. */
export interface DeclaredMetric {
  readonly name: string;
  readonly value: number;
  readonly dataset?: string;
  readonly rows?: number;
}

export type PackageFormat = 'sas' | 'tensorflow-serving' | 'mlflow';

/** Every accepted package, normalised. */
export interface PackageManifest {
  readonly format: PackageFormat;
  /** SHA-256 of the archive's bytes: the identity of the version. */
  readonly packageDigest: Digest;
  /** SHA-256 over the sorted list of files below the top folder: equal for the same files packed differently. */
  readonly treeDigest: Digest;
  readonly bytes: number;
  readonly files: readonly PackageFile[];
  /** The model's name and description as the package tells them, if it does. */
  readonly name?: string;
  readonly description?: string;
  readonly tool: { readonly name: string; readonly version?: string };
  readonly algorithm?: string;
  readonly contract: Contract;
  readonly call: Call;
  readonly model: {
    /** Where the SavedModel lies: a folder of the package, or of a zip inside it. */
    readonly location: {
      /** Path in `files` of the zip inside the package; absent when the SavedModel lies in the package itself. */
      readonly archive?: string;
      /** The folder that holds `saved_model.pb`, without a trailing `/`; empty for the top. */
      readonly folder: string;
    };
    /** The files of the SavedModel and nothing else, each with its path below `location.folder`, sorted by it. */
    readonly files: readonly PackageFile[];
    readonly tensorflow?: string;
    readonly signatures: readonly SignatureSpec[];
    /** Every op name in the graph and its function library, sorted. */
    readonly ops: readonly string[];
    /** True when the graph holds its weights as constants and needs no `variables/`. */
    readonly frozen: boolean;
  };
  readonly goldenRows: readonly GoldenRow[];
  readonly goldenTolerance: number;
  readonly declaredMetrics: readonly DeclaredMetric[];
  /** What was deduced rather than told, in words, for the reader. */
  readonly notes: readonly string[];
}
