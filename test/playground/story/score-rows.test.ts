import { readExamples } from '../../../formats/tensorflow-serving/read-examples';
import { PlaygroundFailure } from '../../../playground/client/failure';
import { readCurl, readScores, writeRequest } from '../../../playground/story/score-rows';

describe('story: scoring', () => {
  it('writes numbers with a point, texts in quotes, and leaves out what is missing', () => {
    const inputs = { LOAN: '1100', CLAGE: '94.366', VALUE: '85136.0', BIG: '1e21', JOB: 'Other', REASON: 'a "b"' };
    const { rows, signature } = readExamples(writeRequest('serving_default', [{ inputs, event: false }]));
    expect(signature).toBe('serving_default');
    expect(Object.fromEntries(rows[0] ?? [])).toEqual({
      LOAN: { kind: 'float', values: [1100] },
      CLAGE: { kind: 'float', values: [94.366] },
      VALUE: { kind: 'float', values: [85136] },
      BIG: { kind: 'float', values: [1e21] },
      JOB: { kind: 'string', values: ['Other'] },
      REASON: { kind: 'string', values: ['a "b"'] },
    });
  });

  it('finds address and signature in the command of a card', () => {
    const line = `curl -s -d '{"signature_name":"other","examples":[{}]}' 'http://127.0.0.1:8/hmeq/production/v1/models/hmeq:classify'`;
    expect(readCurl(line)).toEqual({
      url: 'http://127.0.0.1:8/hmeq/production/v1/models/hmeq:classify',
      signature: 'other',
    });
    expect(() => readCurl('curl http://127.0.0.1:8/v1/models/hmeq:predict')).toThrow(PlaygroundFailure);
  });

  it('takes the probability of the event, wherever it stands', () => {
    const results = [
      [
        ['0', 0.9],
        ['1', 0.1],
      ],
      [
        ['1', 0.7],
        ['0', 0.3],
      ],
    ];
    expect(readScores({ results })).toEqual([0.1, 0.7]);
    expect(() => readScores({ error: 'no' })).toThrow(PlaygroundFailure);
    expect(() => readScores({ results: [[['0', 1]]] })).toThrow(/class 1/);
  });
});
