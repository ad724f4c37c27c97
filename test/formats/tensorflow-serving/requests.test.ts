import { isStewardError } from '../../../domain/errors';
import type { Call, Contract } from '../../../domain/package/contract';
import type { SignatureSpec } from '../../../domain/package/manifest';
import { readExamples } from '../../../formats/tensorflow-serving/read-examples';
import { readPredict } from '../../../formats/tensorflow-serving/read-predict';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';

const contract: Contract = {
  inputs: [
    { name: 'LOAN', type: 'number' },
    { name: 'COUNT', type: 'integer' },
    { name: 'JOB', type: 'text' },
  ],
  outputs: [],
  outcome: { name: 'BAD', event: '1' },
};

const examples: Call = {
  method: 'classify',
  signature: 'serving_default',
  rows: 'examples',
  score: { kind: 'label', label: '1' },
};

const named: Call = {
  method: 'predict',
  signature: 'predict',
  rows: 'named',
  score: { kind: 'output', output: 'probabilities', index: 1 },
};

function signature(...inputs: [string, string, number[]][]): SignatureSpec {
  return {
    name: 'predict',
    method: 'tensorflow/serving/predict',
    inputs: inputs.map(([name, dtype, shape]) => ({ name, dtype, shape })),
    outputs: [],
  };
}

const predict = signature(['LOAN', 'DT_FLOAT', [-1, 1]], ['COUNT', 'DT_INT64', [-1, 1]], ['JOB', 'DT_STRING', [-1, 1]]);

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isStewardError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'done';
}

describe('write request', () => {
  it('writes numbers by their declared type and leaves missing values out of examples', () => {
    const rows = [{ inputs: { LOAN: 1100, COUNT: 3, JOB: 'Office "A"' } }, { inputs: { LOAN: null } }];
    expect(writeRequest(examples, contract, rows)).toBe(
      '{"signature_name":"serving_default","examples":[{"LOAN":1100.0,"COUNT":3,"JOB":"Office \\"A\\""},{}]}',
    );
  });

  it('writes named rows as deep as the signature says, with NaN and "" for what is missing', () => {
    expect(writeRequest(named, contract, [{ inputs: { COUNT: 2 } }], predict)).toBe(
      '{"signature_name":"predict","instances":[{"LOAN":[NaN],"COUNT":[2],"JOB":[""]}]}',
    );
    expect(writeRequest(named, contract, [{ inputs: { COUNT: 2 } }])).toContain('{"LOAN":NaN,"COUNT":2,"JOB":""}');
  });

  it('writes vectors in the order of the contract', () => {
    const numbers: Contract = { ...contract, inputs: contract.inputs.slice(0, 2) };
    expect(writeRequest({ ...named, rows: 'vector' }, numbers, [{ inputs: { COUNT: 2, LOAN: 1 } }])).toBe(
      '{"signature_name":"predict","instances":[[1.0,2]]}',
    );
  });

  it.each<[string, Call, Record<string, number | string>, string]>([
    ['an input that the contract does not have', examples, { AGE: 3 }, 'Row 1 cannot be sent for scoring: AGE'],
    ['text for a number', examples, { LOAN: '3' }, 'it must be a number'],
    ['a number for a text', examples, { JOB: 3 }, 'it must be a text'],
    ['a fraction for an integer', examples, { COUNT: 1.5 }, 'it must be a whole number'],
    ['a missing integer where it must be there', named, {}, 'a missing whole number'],
    ['a text in a vector', { ...named, rows: 'vector' }, { COUNT: 1 }, 'a vector holds numbers only'],
  ])('refuses %s', (_, call, inputs, fault) => {
    expect(faultOf(() => writeRequest(call, contract, [{ inputs }]))).toContain(fault);
  });

  it('writes what the readers read', () => {
    const rows = [{ inputs: { LOAN: -0, COUNT: -7, JOB: 'é' } }];
    const [example] = readExamples(writeRequest(examples, contract, rows)).rows;
    expect(example).toEqual(
      new Map([
        ['LOAN', { kind: 'float', values: [-0] }],
        ['COUNT', { kind: 'int64', values: [-7n] }],
        ['JOB', { kind: 'string', values: ['Ã©'] }],
      ]),
    );
    const request = readPredict(writeRequest(named, contract, rows, predict), () => predict);
    expect(request.inputs.get('LOAN')).toEqual({ kind: 'float', shape: [1, 1], values: new Float32Array([-0]) });
  });
});

describe('read examples', () => {
  it('takes the type from the form of the number', () => {
    const [row] = readExamples('{"examples":[{"a":1,"b":1.0,"c":[true,2],"d":{"b64":"/w=="},"e":[],"f":NaN}]}').rows;
    expect(Object.fromEntries(row ?? [])).toEqual({
      a: { kind: 'int64', values: [1n] },
      b: { kind: 'float', values: [1] },
      c: { kind: 'int64', values: [1n, 2n] },
      d: { kind: 'string', values: ['\xff'] },
      e: { kind: 'none' },
      f: { kind: 'float', values: [NaN] },
    });
  });

  it('gives every row the features of the context that it does not have itself', () => {
    const { rows, signature: asked } = readExamples('{"context":{"a":1.0,"b":1.0},"examples":[{"b":2.0},{}]}');
    expect(asked).toBe('serving_default');
    expect(rows.map((row) => row.get('b'))).toEqual([
      { kind: 'float', values: [2] },
      { kind: 'float', values: [1] },
    ]);
    expect(rows[0]?.get('a')).toEqual({ kind: 'float', values: [1] });
  });

  it.each([
    ['[]', 'the body is a list instead of an object'],
    ['{"instances":[{}]}', "the key 'examples' must hold a list and holds nothing"],
    ['{"examples":[]}', "the list 'examples' is empty"],
    ['{"examples":[3]}', 'an example must be an object'],
    ['{"examples":[{"a":null}]}', 'feature a holds null'],
    ['{"examples":[{"a":[[1.0]]}]}', 'feature a holds a list'],
    ['{"examples":[{"a":{"b65":"x"}}]}', 'feature a holds an object'],
    ['{"examples":[{"a":{"b64":"x"}}]}', 'no base64'],
    ['{"examples":[{"a":[1.0,2]}]}', 'feature a mixes a decimal number and a whole number'],
    ['{"examples":[{"a":1e39}]}', 'Input a has a number that float cannot hold'],
    ['{"examples":[{"a":9223372036854775808}]}', 'Input a has a number that int64 cannot hold'],
    ['{"signature_name":3,"examples":[{}]}', "'signature_name' key must be a text"],
  ])('refuses %s', (text, fault) => {
    expect(faultOf(() => readExamples(text))).toContain(fault);
  });
});

describe('read predict', () => {
  const row = (loan: string, count: string, job: string) =>
    `{"signature_name":"predict","instances":[{"LOAN":${loan},"COUNT":${count},"JOB":${job}}]}`;

  it('reads rows and columns into the same tensors', () => {
    const rows = readPredict(row('[1]', '[5]', '["x"]'), () => predict);
    const columns = readPredict('{"inputs":{"LOAN":[[1.0]],"COUNT":[[5]],"JOB":[["x"]]}}', () => predict);
    expect(columns.inputs).toEqual(rows.inputs);
    expect([rows.format, columns.format]).toEqual(['row', 'column']);
  });

  it('asks for the signature by its name', () => {
    const asked: string[] = [];
    const find = (name: string) => {
      asked.push(name);
      return predict;
    };
    readPredict(row('[1]', '[5]', '["x"]'), find);
    expect(faultOf(() => readPredict('{"signature_name":""}', find))).toContain("'inputs' or 'instances' is missing");
    expect(asked).toEqual(['predict', 'serving_default']);
  });

  it('lets a single input go without its name', () => {
    const vector = signature(['x', 'DT_FLOAT', [-1, 2]]);
    const { inputs } = readPredict('{"instances":[[1,2.5],[NaN,-Infinity]]}', () => vector);
    expect(inputs.get('x')).toEqual({
      kind: 'float',
      shape: [2, 2],
      values: new Float32Array([1, 2.5, NaN, -Infinity]),
    });
  });

  it.each([
    ['a fraction for DT_INT64', row('[1]', '[5.0]', '["x"]'), 'scoring_type_mismatch: Input COUNT'],
    ['null for DT_FLOAT', row('[null]', '[5]', '["x"]'), 'Input LOAN'],
    ['a number for DT_STRING', row('[1]', '[5]', '[3]'), 'Input JOB'],
    ['a whole number that a float cannot hold', row('[16777216]', '[5]', '["x"]'), 'scoring_number_too_large'],
    ['a number beyond int64', row('[1]', '[9223372036854775808]', '["x"]'), 'scoring_number_too_large'],
    ['a missing nesting', row('1', '[5]', '["x"]'), 'Input LOAN has the shape [1], and the signature wants [?,1]'],
    ['an unknown input', '{"instances":[{"AGE":[1]}]}', 'scoring_input_unknown'],
    ['a missing input', '{"instances":[{"LOAN":[1]}]}', 'The named inputs COUNT, JOB are missing'],
    ['a missing column', '{"inputs":{"LOAN":[[1]]}}', 'The named inputs COUNT, JOB are missing'],
    ['an unknown column', '{"inputs":{"AGE":[[1]]}}', 'scoring_input_unknown'],
    ['both keys', '{"inputs":{},"instances":[]}', "only one of the keys 'inputs' and 'instances'"],
    ['no instances', '{"instances":[]}', 'is empty'],
    ['instances of two kinds', '{"instances":[{"LOAN":[1],"COUNT":[1],"JOB":["x"]},3]}', 'mixes objects'],
    ['plain values for three inputs', '{"instances":[1]}', 'the signature has the inputs LOAN, COUNT, JOB'],
    ['plain columns for three inputs', '{"inputs":[1]}', 'the signature has the inputs LOAN, COUNT, JOB'],
  ])('refuses %s', (_, text, fault) => {
    expect(faultOf(() => readPredict(text, () => predict))).toContain(fault);
  });

  it('refuses lists of different lengths', () => {
    const vector = signature(['x', 'DT_FLOAT', [-1, -1]]);
    expect(faultOf(() => readPredict('{"instances":[[1,2],[1]]}', () => vector))).toContain('different lengths');
    expect(faultOf(() => readPredict('{"instances":[[1,2],1]}', () => vector))).toContain('a value where it has lists');
  });
});
