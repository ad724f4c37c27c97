import type { BoolTensor, Tensor } from '../../../formats/tensorflow-serving/tensor';
import { broadcastShape, positionsIn } from '../broadcast';
import { checkSize, fault, type Kernel, take, takeTensor, type Value } from '../kernel';
import { joinFlat, pick } from '../rearrange';

type Element = number | bigint | string;

function compare(inputs: readonly Value[], holds: (left: Element, right: Element) => boolean): BoolTensor {
  const [left, right] = [takeTensor(inputs, 0), takeTensor(inputs, 1)];
  if (left.kind !== right.kind) throw fault(`an op got ${left.kind} and ${right.kind} to compare`);
  const shape = broadcastShape([left.shape, right.shape]);
  const leftAt = positionsIn(left.shape, shape);
  const rightAt = positionsIn(right.shape, shape);
  const values = new Uint8Array(checkSize(shape));
  for (let at = 0; at < values.length; at += 1) {
    values[at] = Number(holds(left.values[leftAt(at)] ?? NaN, right.values[rightAt(at)] ?? NaN));
  }
  return { kind: 'bool', shape, values };
}

/** Order exists for numbers only. */
function order(holds: (left: Element, right: Element) => boolean): Kernel {
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

function logical(holds: (left: Element, right: Element) => boolean): Kernel {
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
    return [{ kind: 'bool', shape, values: Uint8Array.from(values, (value) => Number(Number.isNaN(value))) }];
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
  const conditionAt = positionsIn(condition.shape, shape);
  const chosenAt = positionsIn(chosen.shape, shape);
  const otherAt = positionsIn(other.shape, shape);
  const positions = new Int32Array(checkSize(shape));
  for (let at = 0; at < positions.length; at += 1) {
    const holds = condition.values[conditionAt(at)] === 1;
    positions[at] = holds ? chosenAt(at) : chosen.values.length + otherAt(at);
  }
  return pick(joinFlat([chosen, other]), shape, positions);
}
