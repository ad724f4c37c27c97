import { StewardError } from '../errors';
import { nearestWord } from '../nearest-word';
import type { InputOverride } from '../project';
import type { GraphFacts } from './claims';
import type { Call, InputSpec, ValueType } from './contract';
import { tensorType } from './tensor-type';

type Overrides = Readonly<Record<string, InputOverride>>;
type GraphInput = { readonly name: string; readonly type: ValueType };

/**
 * The inputs, in the package's order: told by the package or read from the graph, corrected by the project, and checked
 * against what the graph takes by this call.
 */
export function settleInputs(
  told: readonly InputSpec[] | undefined,
  graph: GraphFacts,
  call: Call,
  overrides: Overrides | undefined,
  notes: string[],
): readonly InputSpec[] {
  const taken = graphInputs(graph, call);
  const named = told ?? taken ?? fromOverrides(overrides);
  if (named === undefined || named.length === 0) throw new StewardError('inputs_unknown');
  if (told === undefined)
    notes.push(`The package lists no inputs; they are read from the ${taken ? 'graph' : 'project'}.`);
  const inputs = override(named, overrides);
  checkNames(inputs);
  checkCategories(inputs);
  if (taken === undefined) return checkWidth(inputs, graph, call);
  return matchGraph(inputs, taken, notes);
}

/** What the graph takes by name in this call; undefined when it takes a vector without names. */
function graphInputs(graph: GraphFacts, call: Call): readonly GraphInput[] | undefined {
  if (call.rows === 'vector') return undefined;
  if (call.rows === 'examples') return graph.exampleFeatures.length > 0 ? graph.exampleFeatures : undefined;
  const signature = graph.signatures.find(({ name }) => name === call.signature);
  return signature?.inputs.flatMap(({ name, dtype }) => {
    const type = tensorType(dtype);
    return type === undefined ? [] : [{ name, type }];
  });
}

function fromOverrides(overrides: Overrides | undefined): readonly InputSpec[] | undefined {
  if (overrides === undefined) return undefined;
  return Object.entries(overrides).map(([name, { type = 'number' }]) => ({ name, type }));
}

function override(inputs: readonly InputSpec[], overrides: Overrides = {}): readonly InputSpec[] {
  const names = inputs.map(({ name }) => name);
  const stranger = Object.keys(overrides).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    const meant = nearestWord(stranger, names);
    const hint = meant === undefined ? `Its inputs are ${names.join(', ')}` : `Perhaps ${meant} is meant`;
    throw new StewardError('input_unknown', { input: stranger, hint });
  }
  return inputs.map((input) => (Object.hasOwn(overrides, input.name) ? { ...input, ...overrides[input.name] } : input));
}

/** Names go into addresses, cards and terminals as they are. */
function checkNames(inputs: readonly InputSpec[]): void {
  const odd = inputs.find(({ name }) => /[\p{Cc}\p{Cf}]/u.test(name));
  if (odd !== undefined)
    throw new StewardError('inputs_clash', {
      clashes: `the name ${JSON.stringify(odd.name)} has invisible characters`,
    });
}

function checkCategories(inputs: readonly InputSpec[]): void {
  const odd = inputs.find(({ type, categories }) => categories !== undefined && type !== 'text');
  if (odd !== undefined)
    throw new StewardError('inputs_clash', { clashes: `${odd.name} is a ${odd.type} and has categories` });
}

function checkWidth(inputs: readonly InputSpec[], graph: GraphFacts, call: Call): readonly InputSpec[] {
  const signature = graph.signatures.find(({ name }) => name === call.signature);
  const width = call.rows === 'vector' ? (signature?.inputs[0]?.shape?.at(-1) ?? -1) : -1;
  if (width > 0 && width !== inputs.length) {
    const clashes = `${inputs.length} inputs are listed, and the graph takes ${width} numbers a row`;
    throw new StewardError('inputs_clash', { clashes });
  }
  return inputs;
}

function matchGraph(inputs: readonly InputSpec[], taken: readonly GraphInput[], notes: string[]): readonly InputSpec[] {
  const types = new Map(taken.map(({ name, type }) => [name, type]));
  const clashes = inputs.filter((input) => !fits(input.type, types.get(input.name)));
  if (clashes.length > 0)
    throw new StewardError('inputs_clash', {
      clashes: clashes
        .map(({ name, type }) => `${name} is said to be a ${type}, the graph takes a ${types.get(name)}`)
        .join('; '),
    });
  const unread = inputs.filter(({ name }) => !types.has(name)).map(({ name }) => name);
  if (unread.length > 0) notes.push(`The graph does not read these inputs by name: ${unread.join(', ')}.`);
  const untold = taken.filter(({ name }) => !inputs.some((input) => input.name === name)).map(({ name }) => name);
  if (untold.length > 0) notes.push(`The graph reads more than the package lists: ${untold.join(', ')}.`);
  return inputs.map((input) => withGraphType(input, types.get(input.name), notes));
}

/** Packages say "decimal" for every number; only the graph knows whether it takes whole ones. */
function fits(told: ValueType, taken: ValueType | undefined): boolean {
  return taken === undefined || (told === 'text') === (taken === 'text');
}

function withGraphType(input: InputSpec, taken: ValueType | undefined, notes: string[]): InputSpec {
  if (taken === undefined || taken === input.type) return input;
  const form = taken === 'integer' ? 'whole numbers' : 'numbers with fractions';
  notes.push(`${input.name} is listed as ${input.type}; the graph takes ${form}, and so does the contract.`);
  return { ...input, type: taken };
}
