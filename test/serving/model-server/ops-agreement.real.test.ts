import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSavedModel } from '../../../formats/saved-model/encode';
import type { GraphNode } from '../../../formats/saved-model/types';
import { parseServingJson } from '../../../formats/tensorflow-serving/parse-json';
import { isArray, type ServingJson } from '../../../formats/tensorflow-serving/serving-json';
import type { Value } from '../../../serving/model-server/kernel';
import { ops } from '../../../serving/model-server/ops';
import { runPython, tensorflowPython } from '../../support/tensorflow';
import { constant, node } from './graphs';
import { opCases } from './op-cases';

/** Loads a SavedModel, runs the nodes named on the command line, prints [[type, shape, values], …]. */
const script = `
import json, sys
import numpy as np
import tensorflow as tf
tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
with tf.Graph().as_default() as graph:
    session = tf.compat.v1.Session(graph=graph)
    tf.compat.v1.saved_model.loader.load(session, ["serve"], sys.argv[1])
    outputs = session.run([name + ":0" for name in sys.argv[2:]])
def values(array):
    flat = np.asarray(array).reshape(-1).tolist()
    return [x.decode("latin1") if isinstance(x, bytes) else x for x in flat]
print(json.dumps([[np.asarray(a).dtype.name, list(np.shape(a)), values(a)] for a in outputs]))
`;

const nodes = opCases.flatMap(({ op, inputs, attributes }, at): GraphNode[] => [
  ...inputs.map((input, position) => constant(`c${at}_${position}`, input)),
  node(
    `n${at}`,
    op,
    inputs.map((_, position) => `c${at}_${position}`),
    attributes,
  ),
]);

function plain(value: Value | undefined): readonly (number | bigint | boolean | string)[] {
  if (value === undefined || value.kind === 'examples') return [];
  if (value.kind === 'bool') return Array.from(value.values, (one) => one === 1);
  return value.kind === 'string' ? value.values : Array.from<number | bigint>(value.values);
}

/** How far two values are apart: 0 for equal ones, relative for floats, infinite otherwise. */
function distance(ours: number | bigint | boolean | string | undefined, theirs: ServingJson | undefined): number {
  if (typeof ours !== 'number' || typeof theirs === 'boolean' || typeof theirs === 'string') {
    return ours === theirs ? 0 : Infinity;
  }
  const other = Number(theirs);
  return Object.is(ours, other) ? 0 : Math.abs(ours - other) / Math.max(Math.abs(other), 1e-30);
}

describe('ops and TensorFlow itself', () => {
  (tensorflowPython === undefined ? it.skip : it)(
    'compute the same, within a unit or two in the last place (skipped where STEWARD_TEST_TENSORFLOW is not set)',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'steward-ops-'));
      try {
        const metaInfo = { tags: ['serve'], tensorflowVersion: '' };
        const metaGraphs = [{ metaInfo, graph: { nodes }, signatures: {} }];
        writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel({ schemaVersion: 1, metaGraphs }));
        const names = opCases.map((_, at) => `n${at}`);
        const answer = parseServingJson(await runPython(['-c', script, folder, ...names]));
        const differences = opCases.map((one, at) => {
          const [output] = ops[one.op](node('n', one.op, [], one.attributes))(one.inputs);
          const theirs = isArray(answer) && isArray(answer[at]) ? answer[at] : [];
          const values = isArray(theirs[2]) ? theirs[2] : [];
          const ours = plain(output);
          const worst = Math.max(0, ...values.map((value, index) => distance(ours[index], value)));
          const shape = isArray(theirs[1]) ? theirs[1].map(Number).join() : '?';
          const same = ours.length === values.length && output?.kind !== 'examples' && output?.shape.join() === shape;
          return { what: `${one.op}: ${one.what}`, far: same ? worst : Infinity };
        });
        expect(differences.filter(({ far }) => !(far <= 3e-7))).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );
});
