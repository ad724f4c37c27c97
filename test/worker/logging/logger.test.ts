import fc from 'fast-check';
import { StewardError } from '../../../domain/errors';
import { createLogger } from '../../../worker/logging/logger';

const secret = 'pa"ss/w ö%rd-9';

function capture(level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger({ process: 'worker', level, secrets: [secret], output }), lines };
}

function parse(line: string | undefined): Record<string, unknown> {
  return JSON.parse(line ?? '') as Record<string, unknown>;
}

describe('logger', () => {
  it('writes one JSON line with the process, the level by name and the fields of its parents', () => {
    const { logger, lines } = capture();
    logger.child({ release: 'r17' }).child({ request: 'q1' }).info('Switched.', { took: 12 });
    expect(parse(lines[0])).toMatchObject({
      level: 'info',
      process: 'worker',
      release: 'r17',
      request: 'q1',
      message: 'Switched.',
      took: 12,
    });
    expect(parse(lines[0])['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = capture('info');
    logger.debug('Nothing to see.');
    expect(lines).toEqual([]);
  });

  it('redacts a known secret wherever it stands and however it is written', () => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret),
      `postgres://owner:${encodeURIComponent(secret)}@127.0.0.1/steward`,
    ];
    const place = fc.constantFrom(
      (value: string) => ({ message: `about ${value}.`, fields: {} }),
      (value: string) => ({ message: 'm', fields: { note: value } }),
      (value: string) => ({ message: 'm', fields: { [value]: 1 } }),
      (value: string) => ({ message: 'm', fields: { list: [{ inner: [`x${value}y`] }] } }),
      (value: string) => ({
        message: 'm',
        fields: { error: new Error(value, { cause: new TypeError(`in ${value}`) }) },
      }),
      (value: string) => ({
        message: 'm',
        fields: { error: Object.assign(new Error('e'), { config: { url: value } }) },
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...forms), place, (form, put) => {
        const { logger, lines } = capture();
        const { message, fields } = put(form);
        logger.child(fields).error(message, fields);
        const text = lines.join('');
        for (const written of forms) {
          expect(text).not.toContain(written);
          expect(text).not.toContain(JSON.stringify(written).slice(1, -1));
        }
        expect(text).toContain('[redacted]');
      }),
    );
  });

  it('redacts by key, by URL credentials, by scheme and by shape when nobody registered the value', () => {
    const { logger, lines } = capture();
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(20)}.${'b'.repeat(20)}`;
    logger.info('see https://joe:hunter22@example.test/x?access_token=abcdef123 and Bearer abcdefghijkl', {
      clientSecret: 'one-secret',
      headers: { Authorization: 'Basic two-secret', 'x-api-key': 'three-secret', cookie: 'four-secret' },
      body: `token ${jwt}`,
      key: '-----BEGIN PRIVATE KEY-----\nfive-secret\n-----END PRIVATE KEY-----',
    });
    expect(lines[0]).not.toMatch(/hunter22|abcdef|-secret|eyJ|bbbb/);
    expect(parse(lines[0])['message']).toContain('https://joe:[redacted]@example.test/x');
  });

  it('keeps counts under a secret-sounding key, and ordinary words', () => {
    const { logger, lines } = capture();
    logger.info('3 tokens were revoked; the secret of good coffee', {
      tokens: 3,
      tokenId: 'tk_12',
      passwordless: 'yes',
    });
    expect(parse(lines[0])).toMatchObject({ tokens: 3, tokenId: 'tk_12', passwordless: 'yes' });
    expect(parse(lines[0])['message']).toBe('3 tokens were revoked; the secret of good coffee');
  });

  it('writes errors as data, with reason code and cause', () => {
    const { logger, lines } = capture();
    logger.error('Failed.', { error: new StewardError('database_away', {}, { cause: new Error('ECONNREFUSED') }) });
    expect(parse(lines[0])['error']).toMatchObject({
      type: 'StewardError',
      code: 'database_away',
      retryable: true,
      cause: { type: 'Error', message: 'ECONNREFUSED' },
    });
  });

  it('cuts what is cyclic, deep, long or binary, and never throws', () => {
    const { logger, lines } = capture();
    const cyclic: Record<string, unknown> = { many: Array.from({ length: 5_000 }, (_unused, index) => index) };
    cyclic['self'] = cyclic;
    logger.info('x'.repeat(100_000), { cyclic, bytes: Buffer.alloc(1_000_000), big: 10n, when: new Date(Number.NaN) });
    expect(lines[0]?.length).toBeLessThan(20_000);
    expect(parse(lines[0])).toMatchObject({ bytes: '[1000000 bytes]', big: '10', when: 'Invalid Date' });
  });

  it('fast-check: any fields make one line of JSON', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.anything()), (message, fields) => {
        const { logger, lines } = capture();
        logger.info(message, fields);
        expect(lines).toHaveLength(1);
        expect(() => parse(lines[0])).not.toThrow();
      }),
    );
  });
});
