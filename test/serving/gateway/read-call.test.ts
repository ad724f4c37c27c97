import { readCall } from '../../../serving/gateway/read-call';
import { deployment } from './gateway-bench';

const read = (body: string, path = '/v1/models/hmeq:classify', more: object = {}) =>
  readCall({ ...deployment, ...more }, { method: 'POST', path, body });

const inputsOf = (body: string, more: object = {}): string[] => {
  const call = read(body, more && 'call' in more ? '/v1/models/hmeq:predict' : undefined, more);
  return call.kind === 'contract' ? call.rows.map(({ inputs }) => inputs) : [call.kind];
};

describe('read call', () => {
  it.each([
    ['in one order and one form of numbers', '{"LOAN":1100.0,"JOB":"Sales"}', '{"JOB":"Sales","LOAN":1100}'],
    ['as they were sent: what is left out is not there', '{"JOB":"Sales"}', '{"JOB":"Sales"}'],
    ['with null for what is no finite number', '{"LOAN":-Infinity}', '{"LOAN":null}'],
    ['to the last digit', '{"LOAN":12345678901234567890}', '{"LOAN":12345678901234567890}'],
    ['without what the contract does not have', '{"LOAN":1,"NAME":["a","b"]}', '{"LOAN":1}'],
    ['out of their lists and their base64', '{"LOAN":[2.5],"JOB":{"b64":"U2FsZXM="}}', '{"JOB":"Sales","LOAN":2.5}'],
    ['with U+FFFD for U+0000', '{"JOB":"a\\u0000b\\u0000"}', '{"JOB":"a\ufffdb\ufffd"}'],
    ['with U+FFFD for U+0000 in base64', '{"JOB":{"b64":"YQBi"}}', '{"JOB":"a\ufffdb"}'],
    ['with an empty list as good as left out', '{"LOAN":[]}', '{}'],
  ])('read call: records inputs %s', (_, row, inputs) => {
    expect(inputsOf(`{"examples":[${row}]}`)).toEqual([inputs]);
  });

  it('read call: features of the context are in every row that does not have them itself', () => {
    const body = '{"context":{"JOB":"Mgr"},"examples":[{"LOAN":1.0},{"JOB":"Sales"}]}';
    expect(inputsOf(body)).toEqual(['{"JOB":"Mgr","LOAN":1}', '{"JOB":"Sales"}']);
  });

  it('read call: equal inputs have one hash however they are written', () => {
    const call = read('{"examples":[{"LOAN":1.1e3,"JOB":"a"},{"JOB":"\\u0061","LOAN":1100}]}');
    const [first, second] = call.kind === 'contract' ? call.rows : [];
    expect(first?.hash).toEqual(second?.hash);
  });

  it('read call: a vector has the inputs of the contract in their order', () => {
    const call = { method: 'predict', signature: 'serving_default', rows: 'vector', score: { kind: 'value' } };
    expect(inputsOf('{"instances":[[1.5,2.0]]}', { call })).toEqual(['{"JOB":2,"LOAN":1.5}']);
    expect(inputsOf('{"instances":[[1.5]]}', { call })).toEqual(['other']);
  });

  it.each([
    ['another method', '{"instances":[{},{}]}', '/v1/models/hmeq:predict', { kind: 'other', rows: 2 }],
    ['another signature', '{"signature_name":"x","examples":[{},{},{}]}', undefined, { kind: 'other', rows: 3 }],
    ['no JSON', '{"examples":[', undefined, { kind: 'other', rows: 1 }],
    ['half a character', '{"examples":[{"JOB":"\\ud800"}]}', undefined, { kind: 'other', rows: 1 }],
    ['no rows', '{"examples":[]}', undefined, { kind: 'other', rows: 1 }],
    ['several values for an input', '{"examples":[{"LOAN":[1.0,2.0]}]}', undefined, { kind: 'other', rows: 1 }],
    ['no scoring', '{}', '/v1/models/hmeq/metadata', { kind: 'none' }],
  ])('read call: tells the contract from %s', (_, body, path, call) => {
    expect(read(body, path)).toEqual(call);
  });
});
