import type { LocalOp } from '../../../domain/model-ops';
import { readConstant } from '../constant';
import { fault, type MakeKernel } from '../kernel';
import * as arithmetic from './arithmetic';
import { cast } from './cast';
import * as comparison from './comparison';
import { gatherV2 } from './gather';
import { concatV2, pack } from './joining';
import { parseExampleV2 } from './parse-example';
import { matMul, softmax, sum } from './reductions';
import * as shapes from './shapes';

/** Every op of `localOps`, and no other: the type holds the two against each other. */
export const ops = {
  AddV2: arithmetic.addV2,
  BiasAdd: arithmetic.biasAdd,
  Cast: cast,
  ConcatV2: concatV2,
  Const: (node) => {
    const message = node.attributes['value']?.tensor;
    if (message === undefined) throw fault('a constant has no value');
    const outputs = [readConstant(message)];
    return () => outputs;
  },
  Equal: comparison.equal,
  ExpandDims: shapes.expandDims,
  Fill: shapes.fill,
  GatherV2: gatherV2,
  Greater: comparison.greater,
  GreaterEqual: comparison.greaterEqual,
  Identity: () => (inputs) => inputs.slice(0, 1),
  IsNan: comparison.isNan,
  Less: comparison.less,
  LessEqual: comparison.lessEqual,
  LogicalAnd: comparison.logicalAnd,
  LogicalNot: comparison.logicalNot,
  LogicalOr: comparison.logicalOr,
  MatMul: matMul,
  Mul: arithmetic.mul,
  Neg: arithmetic.neg,
  NoOp: () => () => [],
  NotEqual: comparison.notEqual,
  Pack: pack,
  ParseExampleV2: parseExampleV2,
  Placeholder: ({ name }) => {
    return () => {
      throw fault(`the model needs ${name}, which the signature does not give`);
    };
  },
  RealDiv: arithmetic.realDiv,
  Relu: arithmetic.relu,
  Reshape: shapes.reshape,
  SelectV2: comparison.selectV2,
  Shape: shapes.shape,
  Sigmoid: arithmetic.sigmoid,
  Softmax: softmax,
  StridedSlice: shapes.stridedSlice,
  Sub: arithmetic.sub,
  Sum: sum,
  Tile: shapes.tile,
} as const satisfies Readonly<Record<LocalOp, MakeKernel>>;
