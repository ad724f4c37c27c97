import { StewardError } from '../../domain/errors';
import { isLocalOp } from '../../domain/model-ops';
import type { GraphNode, Signature } from '../../formats/saved-model/types';
import type { Tensor } from '../../formats/tensorflow-serving/tensor';
import { fault, type Kernel, type Value } from './kernel';
import { ops } from './ops';

/** Output `output` of the node at `step`. */
interface Reference {
  readonly step: number;
  readonly output: number;
}

interface Step {
  readonly name: string;
  readonly kernel: Kernel;
  readonly inputs: readonly Reference[];
  /** The steps whose outputs nobody needs after this one; they are let go, as a large batch has large ones. */
  readonly release: readonly number[];
}

/** Runs one signature: values by input name to tensors by output name. Throws `model_run_failed`. */
export type Program = (inputs: ReadonlyMap<string, Value>) => Map<string, Tensor>;

function broken(why: string): StewardError {
  return new StewardError('model_graph_broken', { why });
}

/**
 * Puts the nodes that the signature's outputs need into an order in which each comes after its inputs. Throws
 * `model_graph_broken` for names that lead nowhere and for cycles.
 */
export function compileSignature(nodes: ReadonlyMap<string, GraphNode>, signature: Signature): Program {
  const feeds = readFeeds(nodes, signature);
  const outputs = Object.entries(signature.outputs).map(([name, { tensor }]) => ({ name, ...splitName(tensor) }));
  const order = orderNodes(
    nodes,
    outputs.map(({ node }) => node),
  );
  const steps = makeSteps(nodes, order, new Set(outputs.map(({ node }) => node)));
  const position = new Map(order.map((name, step) => [name, step]));
  return (inputs) => {
    const values = new Array<readonly Value[] | undefined>(steps.length);
    for (const [name, value] of inputs) {
      const step = position.get(feeds.get(name) ?? '');
      if (step !== undefined) values[step] = [value];
    }
    steps.forEach((step, at) => runStep(step, at, values));
    return new Map(
      outputs.map(({ name, node, output }) => [name, readOutput(values[position.get(node) ?? -1]?.[output])]),
    );
  };
}

function runStep({ name, kernel, inputs, release }: Step, at: number, values: (readonly Value[] | undefined)[]): void {
  values[at] ??= kernel(
    inputs.map(({ step, output }) => {
      const value = values[step]?.[output];
      if (value === undefined) throw fault(`${name} needs an output that does not exist`);
      return value;
    }),
  );
  for (const step of release) values[step] = undefined;
}

function readOutput(value: Value | undefined): Tensor {
  if (value === undefined || value.kind === 'examples') throw fault('an output of the signature does not exist');
  return value;
}

/** `node:2` → output 2 of `node`; `node` → its first. */
function splitName(tensor: string): { readonly node: string; readonly output: number } {
  const [node = '', output = '0'] = tensor.split(':');
  if (!/^\d{1,4}$/.test(output)) throw broken(`the name ${tensor} is no tensor's`);
  return { node, output: Number(output) };
}

function findNode(nodes: ReadonlyMap<string, GraphNode>, name: string): GraphNode {
  const node = nodes.get(name);
  if (node === undefined) throw broken(`there is no node ${name}`);
  return node;
}

/** Input name → the placeholder that takes it. */
function readFeeds(nodes: ReadonlyMap<string, GraphNode>, { inputs }: Signature): Map<string, string> {
  return new Map(
    Object.entries(inputs).map(([name, { tensor }]) => {
      const { node, output } = splitName(tensor);
      if (findNode(nodes, node).op !== 'Placeholder' || output !== 0) throw broken(`input ${name} is no placeholder`);
      return [name, node];
    }),
  );
}

/** Control inputs (`^node`) only order effects, and none of our ops has any. */
function dataInputs({ inputs }: GraphNode): string[] {
  return inputs.filter((input) => !input.startsWith('^'));
}

/** Depth first without recursion, as a graph may be one long chain. */
function orderNodes(nodes: ReadonlyMap<string, GraphNode>, targets: readonly string[]): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const pending = [...targets].reverse();
  for (let name = pending.at(-1); name !== undefined; name = pending.at(-1)) {
    if (state.has(name)) {
      if (state.get(name) === 'open') order.push(name);
      state.set(name, 'done');
      pending.pop();
      continue;
    }
    state.set(name, 'open');
    for (const input of dataInputs(findNode(nodes, name))) {
      const { node } = splitName(input);
      if (state.get(node) === 'open') throw broken(`the nodes ${name} and ${node} need each other`);
      if (!state.has(node)) pending.push(node);
    }
  }
  return order;
}

function makeSteps(nodes: ReadonlyMap<string, GraphNode>, order: readonly string[], kept: ReadonlySet<string>): Step[] {
  const position = new Map(order.map((name, step) => [name, step]));
  const references = order.map((name) =>
    dataInputs(findNode(nodes, name)).map((input): Reference => {
      const { node, output } = splitName(input);
      return { step: position.get(node) ?? -1, output };
    }),
  );
  const lastUse = new Map<number, number>();
  references.forEach((inputs, at) => inputs.forEach(({ step }) => lastUse.set(step, at)));
  const releases = order.map((): number[] => []);
  for (const [step, at] of lastUse) if (!kept.has(order[step] ?? '')) releases[at]?.push(step);
  return order.map((name, at) => {
    const node = findNode(nodes, name);
    if (!isLocalOp(node.op)) throw broken(`the node ${name} has the unknown op ${node.op}`);
    return { name, kernel: ops[node.op](node), inputs: references[at] ?? [], release: releases[at] ?? [] };
  });
}
