import type { ValueType } from '../../domain/package/contract';
import { dataTypes } from './data-types';
import type { AttributeValue, Graph, GraphNode } from './types';

export interface ExampleFeature {
  readonly name: string;
  readonly type: ValueType;
}

type Nodes = ReadonlyMap<string, GraphNode>;

/**
 * The features that a graph parses from a tf.Example, read from its ParseExample and ParseExampleV2 nodes (also inside
 * functions) and the constants that hold their keys. A key that is no constant cannot be told and is left out.
 */
export function readExampleFeatures(graph: Graph): ExampleFeature[] {
  const graphs = [graph.nodes, ...(graph.library?.functions ?? []).map(({ nodes }) => nodes)];
  const features = new Map<string, ExampleFeature>();
  for (const nodes of graphs) {
    const byName: Nodes = new Map(nodes.map((node) => [node.name, node]));
    for (const feature of nodes.flatMap((node) => readParser(node, byName))) features.set(feature.name, feature);
  }
  return [...features.values()];
}

function readParser(node: GraphNode, nodes: Nodes): ExampleFeature[] {
  if (node.op === 'ParseExampleV2') return readParserV2(node, nodes);
  if (node.op === 'ParseExample') return readParserV1(node, nodes);
  return [];
}

/** Inputs: serialized, names, sparse keys, dense keys, ragged keys, defaults; one tensor of keys each. */
function readParserV2({ inputs, attributes }: GraphNode, nodes: Nodes): ExampleFeature[] {
  return [
    ...pair(readTexts(inputs[3], nodes), attributes['Tdense']),
    ...pair(readTexts(inputs[2], nodes), attributes['sparse_types']),
    ...pair(readTexts(inputs[4], nodes), attributes['ragged_value_types']),
  ];
}

/** Inputs: serialized, names, Nsparse sparse keys, Ndense dense keys, defaults; one scalar a key. */
function readParserV1({ inputs, attributes }: GraphNode, nodes: Nodes): ExampleFeature[] {
  const sparse = attributes['Nsparse']?.integer ?? 0;
  const dense = attributes['Ndense']?.integer ?? 0;
  const keys = inputs.slice(2, 2 + sparse + dense).map((input) => readTexts(input, nodes)[0] ?? '');
  return [
    ...pair(keys.slice(sparse), attributes['Tdense']),
    ...pair(keys.slice(0, sparse), attributes['sparse_types']),
  ];
}

function pair(names: readonly string[], types: AttributeValue | undefined): ExampleFeature[] {
  return names.flatMap((name, position) => {
    const type = valueType(types?.list?.types[position]);
    return name === '' || type === undefined ? [] : [{ name, type }];
  });
}

function valueType(dataType: number | undefined): ValueType | undefined {
  if (dataType === dataTypes.DT_FLOAT) return 'number';
  if (dataType === dataTypes.DT_INT64) return 'integer';
  return dataType === dataTypes.DT_STRING ? 'text' : undefined;
}

function readTexts(input: string | undefined, nodes: Nodes): string[] {
  const node = input === undefined ? undefined : nodes.get(input.replace(/^\^|:.*$/g, ''));
  if (node?.op !== 'Const') return [];
  return (node.attributes['value']?.tensor?.strings ?? []).map((text) => Buffer.from(text).toString('utf8'));
}
