import type { BoolTensor, Tensor } from '../../../formats/tensorflow-serving/tensor';
import { broadcastShape, stretch } from '../broadcast';
import { checkSize, fault, type Kernel, take, takeTensor, type Value } from '../kernel';
import { joinFlat, pick } from '../rearrange';

type Element = number | bigint | string;
type Holds = (left: Element, right: Element) => boolean;

function compare(inputs: readonly Value[], holds: Holds): BoolTensor {
  const [left, right] = [takeTensor(inputs, 0), takeTensor(inputs, 1)];
  if (left.kind !== right.kind) throw fault(`an op got ${left.kind} and ${right.kind} to compare`);
  const shape = broadcastShape([left.shape, right.shape]);
  const ours = stretch(left, shape).values;
  const theirs = stretch(right, shape).values;
  const values = new Uint8Array(checkSize(shape));
  for (let at = 0, one = 0, other = 0; at < values.length; at += 1) {
    values[at] = holds(ours[one]!, theirs[other]!) ? 1 : 0;
    if ((one += 1) === ours.length) one = 0;
    if ((other += 1) === theirs.length) other = 0;
  }
  return { kind: 'bool', shape, values };
}

/** Order exists for numbers only. */
function order(holds: Holds): Kernel {
  return (inputs) => {
    const { kind } = takeTensor(inputs, 0);
    if (kind === 'string' || kind === 'bool') throw fault(`an op got ${kind} to order`);
    return [compare(inputs, holds)];
  };
}

export function equal(): Kernel {
  return (inputs) => [compare(inputs, (left, right) => left === right)];
}

export function notEqual(): Kernel {
  return (inputs) => [compare(inputs, (left, right) => left !== right)];
}

export function greater(): Kernel {
  return order((left, right) => left > right);
}

export function greaterEqual(): Kernel {
  return order((left, right) => left >= right);
}

export function less(): Kernel {
  return order((left, right) => left < right);
}

export function lessEqual(): Kernel {
  return order((left, right) => left <= right);
}

function logical(holds: Holds): Kernel {
  return (inputs) => [compare([take(inputs, 0, 'bool'), take(inputs, 1, 'bool')], holds)];
}

export function logicalAnd(): Kernel {
  return logical((left, right) => left === 1 && right === 1);
}

export function logicalOr(): Kernel {
  return logical((left, right) => left === 1 || right === 1);
}

export function logicalNot(): Kernel {
  return (inputs) => {
    const { shape, values } = take(inputs, 0, 'bool');
    return [{ kind: 'bool', shape, values: values.map((value) => 1 - value) }];
  };
}

export function isNan(): Kernel {
  return (inputs) => {
    const { shape, values } = take(inputs, 0, 'float');
    return [
      { kind: 'bool', shape, values: new Uint8Array(values.length).map((_, at) => (Number.isNaN(values[at]) ? 1 : 0)) },
    ];
  };
}

/** Where the condition holds the second input, else the third; all three broadcast. */
export function selectV2(): Kernel {
  return (inputs) => {
    const condition = take(inputs, 0, 'bool');
    const [chosen, other] = [takeTensor(inputs, 1), takeTensor(inputs, 2)];
    return [select(condition, chosen, other)];
  };
}

function select(condition: BoolTensor, chosen: Tensor, other: Tensor): Tensor {
  const shape = broadcastShape([condition.shape, chosen.shape, other.shape]);
  const holds = stretch(condition, shape).values;
  const first = stretch(chosen, shape);
  const second = stretch(other, shape);
  const offset = first.values.length;
  const positions = new Int32Array(checkSize(shape));
  for (let at = 0; at < positions.length; at += 1) {
    positions[at] = holds[at % holds.length] === 1 ? at % offset : offset + (at % second.values.length);
  }
  return pick(joinFlat([first, second]), shape, positions);
}
