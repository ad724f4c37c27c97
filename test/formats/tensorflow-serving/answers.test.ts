import { isStewardError } from '../../../domain/errors';
import type { Call } from '../../../domain/package/contract';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import type { Tensor } from '../../../formats/tensorflow-serving/tensor';
import {
  writeClassification,
  writeOutputs,
  writePredictions,
  writeRegression,
} from '../../../formats/tensorflow-serving/write-answers';

const classify: Call = {
  method: 'classify',
  signature: 'serving_default',
  rows: 'examples',
  score: { kind: 'label', label: '1' },
};
const regress: Call = { ...classify, method: 'regress', score: { kind: 'value' } };
const predict: Call = { ...classify, method: 'predict', score: { kind: 'output', output: 'p', index: 1 } };

function faultOf(call: Call, text: string, rows = 1): string {
  try {
    readScores(call, text, rows);
  } catch (error) {
    return isStewardError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'read';
}

describe('scoring answers', () => {
  it('writes and reads a classification', () => {
    const text = writeClassification(
      2,
      { kind: 'string', shape: [2, 2], values: ['0', '1', '0', '1'] },
      { kind: 'float', shape: [2, 2], values: new Float32Array([0.9, 0.1, 1, 0]) },
    );
    expect(text).toBe('{"results":[[["0",0.9],["1",0.1]],[["0",1.0],["1",0.0]]]}');
    expect(readScores(classify, text, 2)).toEqual([0.1, 0]);
  });

  it('writes and reads a regression', () => {
    const text = writeRegression({ kind: 'float', shape: [2, 1], values: new Float32Array([0.25, 1]) });
    expect(text).toBe('{"results":[0.25,1.0]}');
    expect(readScores(regress, text, 2)).toEqual([0.25, 1]);
  });

  it('writes predictions by name with several outputs and without with one', () => {
    const p: Tensor = { kind: 'float', shape: [2, 2], values: new Float32Array([0.5, 0.5, 1, 0]) };
    const c: Tensor = { kind: 'string', shape: [2], values: ['a', '\xc3\xa9'] };
    expect(writePredictions(new Map([['p', p]]), 2)).toBe('{"predictions":[[0.5,0.5],[1.0,0.0]]}');
    expect(
      writePredictions(
        new Map<string, Tensor>([
          ['c', c],
          ['p', p],
        ]),
        2,
      ),
    ).toBe('{"predictions":[{"c":"a","p":[0.5,0.5]},{"c":"é","p":[1.0,0.0]}]}');
    expect(writeOutputs(new Map([['p', p]]))).toBe('{"outputs":[[0.5,0.5],[1.0,0.0]]}');
    expect(readScores(predict, writePredictions(new Map([['p', p]]), 2), 2)).toEqual([0.5, 0]);
  });

  it('writes whole numbers, truth values and bytes in their own forms', () => {
    const outputs = new Map<string, Tensor>([
      ['b', { kind: 'bool', shape: [1], values: new Uint8Array([1]) }],
      ['i', { kind: 'int32', shape: [1], values: new Int32Array([-3]) }],
      ['l', { kind: 'int64', shape: [1], values: new BigInt64Array([2n ** 60n]) }],
      ['s_bytes', { kind: 'string', shape: [1], values: ['\xff'] }],
    ]);
    expect(writeOutputs(outputs)).toBe(
      '{"outputs":{"b":[true],"i":[-3],"l":[1152921504606846976],"s_bytes":[{"b64":"/w=="}]}}',
    );
  });

  it('reads a score of an output that is a scalar a row', () => {
    const call: Call = { ...predict, score: { kind: 'output', output: 'p' } };
    expect(readScores(call, '{"predictions":[0.5,{"p":0.25}]}', 2)).toEqual([0.5, 0.25]);
  });

  it('reads a whole score that was written without a fraction', () => {
    expect(readScores(regress, '{"results":[1]}', 1)).toEqual([1]);
  });

  it.each([
    ['no JSON', classify, '<html>', 'scoring_answer_unexpected'],
    ['a list', classify, '[]', 'it is a list'],
    ["the server's error", classify, '{"error":"Missing \'inputs\'"}', 'scoring_refused: The model server refused'],
    ['another key', classify, '{"predictions":[]}', "'results' holds nothing"],
    ['too few results', classify, '{"results":[]}', '0 results for 1 rows'],
    ['no pairs', classify, '{"results":[[0.5]]}', 'no list of [label, probability]'],
    ['another label', classify, '{"results":[[["good",0.5],["bad",0.5]]]}', 'label "1"; there are "good", "bad"'],
    ['a label twice', classify, '{"results":[[["1",0.5],["1",0.5]]]}', '2 classes with the label "1"'],
    ['NaN', regress, '{"results":[NaN]}', 'the score of row 1 is NaN'],
    ['a number out of range', regress, '{"results":[1.5]}', 'the score of row 1 is 1.5'],
    ['a text', regress, '{"results":["0.5"]}', 'is a text'],
    ['another output', predict, '{"predictions":[{"q":[0.5,0.5]}]}', 'there is no output p'],
    ['a scalar where a list should be', predict, '{"predictions":[{"p":0.5}]}', 'instead of a list'],
    ['a list that is too short', predict, '{"predictions":[[0.5]]}', 'is nothing'],
  ])('refuses an answer with %s', (_, call, text, fault) => {
    expect(faultOf(call, text)).toContain(fault);
  });
});
