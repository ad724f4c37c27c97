import fc from 'fast-check';
import { findSecrets } from './find-secrets';

const secret = 'planted-"secret"/with+signs?';

describe('find secrets', () => {
  it.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['escaped as JSON', JSON.stringify({ secret })],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('finds a secret %s, and says where', (_form, text) => {
    const traces = [
      { place: 'here', text: `before ${text} after` },
      { place: 'there', text: 'nothing' },
    ];
    expect(findSecrets({ password: secret, other: 'another secret' }, traces)).toEqual(['password in here']);
  });

  it('finds a secret in base64 whatever stands before and behind it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, after) => {
        const text = Buffer.concat([before, Buffer.from(secret), after]).toString('base64');
        expect(findSecrets({ secret }, [{ place: 'here', text }])).toEqual(['secret in here']);
      }),
    );
  });
});
