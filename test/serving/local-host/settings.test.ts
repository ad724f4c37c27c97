import { refusalOf } from '../../support/refusal-of';
import { parseLocalHostSettings } from '../../../serving/local-host/parse-settings';
import { createLineLogger } from '../../../serving/local-host/write-log';
import { StewardError } from '../../../domain/errors';

const token = 'a-token-that-is-only-for-tests';
const url = 'postgres://steward_recorder:a-password@127.0.0.1:5432/steward';

describe('local host settings', () => {
  it('local host settings: a token and where rows go are enough', () => {
    const settings = parseLocalHostSettings({
      STEWARD_LOCAL_HOST_TOKEN: token,
      STEWARD_GATEWAY_DATABASE_URL: url,
      STEWARD_HOME: '/var/steward',
    });
    expect(settings).toEqual({
      port: 7713,
      token,
      directory: '/var/steward/local-host',
      maxModels: 16,
      maxInFlight: 64,
      startPatience: 20_000,
      gateway: { STEWARD_GATEWAY_DATABASE_URL: url, STEWARD_GATEWAY_SPOOL_MB: '1024' },
    });
  });

  it('local host settings: without a token it does not start', () => {
    const refusal = refusalOf(() => parseLocalHostSettings({ STEWARD_GATEWAY_DATABASE_URL: url }));
    expect(refusal.message).toContain('STEWARD_LOCAL_HOST_TOKEN: is missing');
  });

  it('local host settings: all faults are told at once, and never the token', () => {
    const secret = 'too-short-a-secret';
    const refusal = refusalOf(() =>
      parseLocalHostSettings({
        STEWARD_LOCAL_HOST_TOKEN: secret,
        STEWARD_GATEWAY_DATABASE_URL: `mysql://u:${secret}@db/steward`,
        STEWARD_LOCAL_HOST_PORT: '70000',
        STEWARD_LOCAL_HOST_MODELS: '1',
      }),
    );
    for (const name of ['TOKEN', 'PORT', 'MODELS']) expect(refusal.message).toContain(`STEWARD_LOCAL_HOST_${name}`);
    expect(refusal.message).toContain('STEWARD_GATEWAY_DATABASE_URL');
    expect(refusal.message).not.toContain(secret);
  });
});

describe('local host log', () => {
  it('local host log: is JSON lines without the secrets', () => {
    const lines: string[] = [];
    const log = createLineLogger((line) => lines.push(line), [token, 'a-password']).child({ release: 'r1' });
    log.warn('refused', { path: `/-/${token}`, error: new StewardError('target_full', { limit: 4 }) });
    log.error('broken', { error: new Error(`Bearer ${token} at ${url}`) });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', message: 'refused', release: 'r1', path: '/-/[redacted]', error: { code: 'target_full' } },
      {
        level: 'error',
        message: 'broken',
        error: { message: 'Bearer [redacted] at postgres://steward_recorder:[redacted]@127.0.0.1:5432/steward' },
      },
    ]);
  });
});
