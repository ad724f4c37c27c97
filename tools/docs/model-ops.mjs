import { localOps, unsupportedOp } from '../../domain/model-ops.ts';
import { code, document, heading, plain, table } from './markdown.mjs';

const introduction = `The local model server runs a frozen SavedModel that is made of these TensorFlow ops and no others: what the reference
trainer exports, and near neighbours. Check refuses any other model before anything is built, with the op that tells
most about it (reason code \`op_not_supported\`).`;

/** One op for each kind of model that people bring most often. */
const telling = [
  'VarHandleOp',
  'BoostedTreesEnsembleResourceHandleOp',
  'SimpleMLInferenceOpWithHandle',
  'HashTableV2',
  'Conv2D',
];

export function renderModelOps() {
  const rows = telling.flatMap((op) => {
    const refusal = unsupportedOp([op]);
    return refusal === undefined ? [] : [[code(refusal.op), plain(refusal.runner)]];
  });
  return document(
    heading('Ops of the local model server', 'domain/model-ops.ts', introduction),
    localOps.map((op) => `- ${code(op)}`).join('\n'),
    '## What is said of other models',
    table(['a model with', 'is answered with'], rows),
  );
}
