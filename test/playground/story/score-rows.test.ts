import { PlaygroundFailure } from '../../../playground/client/failure';
import { readCurl } from '../../../playground/story/score-rows';

describe('story: scoring', () => {
  it('finds address and signature in the command of a card', () => {
    const line = `curl -s -d '{"signature_name":"other","examples":[{}]}' 'http://127.0.0.1:8/hmeq/production/v1/models/hmeq:classify'`;
    expect(readCurl(line)).toEqual({
      url: 'http://127.0.0.1:8/hmeq/production/v1/models/hmeq:classify',
      signature: 'other',
    });
    expect(() => readCurl('curl http://127.0.0.1:8/v1/models/hmeq:predict')).toThrow(PlaygroundFailure);
  });
});
