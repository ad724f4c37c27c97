/** `number` is a 32-bit float to the model, `integer` a 64-bit integer, `text` a UTF-8 string. */
export type ValueType = 'number' | 'integer' | 'text';

/** One raw input column, as clients send it: missing values are left out, never coded. */
export interface InputSpec {
  readonly name: string;
  readonly type: ValueType;
  /** For `text`: the values the model knows, when the package tells them. */
  readonly categories?: readonly string[];
}

export interface OutputSpec {
  readonly name: string;
  readonly type: ValueType;
}

/** What a scoring client may rely on: inputs with types, the outcome with its event value, the score. */
export interface Contract {
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  /** The column that later says what became true, and the value that counts as the event (`BAD`, `1`). */
  readonly outcome: { readonly name: string; readonly event: string };
}

/** How the model is called, and which number of the answer is the score (the event's probability). */
export interface Call {
  readonly method: 'classify' | 'regress' | 'predict';
  readonly signature: string;
  /** `examples`: classify/regress rows; `named`: predict instances by input name; `vector`: predict one dense vector. */
  readonly rows: 'examples' | 'named' | 'vector';
  readonly score:
    /** classify: the probability beside this class label. */
    | { readonly kind: 'label'; readonly label: string }
    /** regress: the value itself. */
    | { readonly kind: 'value' }
    /** predict: this output tensor, at this position of each row (absent: the row is a scalar). */
    | { readonly kind: 'output'; readonly output: string; readonly index?: number };
}
