import { refusalOf } from '../../support/refusal-of';
import { parseLocalHostSettings } from '../../../serving/local-host/parse-settings';
import { createLineLogger } from '../../../serving/local-host/write-log';
import { StewardError } from '../../../domain/errors';

const token = 'a-token-that-is-only-for-tests';

describe('local host settings', () => {
  it('local host settings: a token is enough', () => {
    const settings = parseLocalHostSettings({ STEWARD_LOCAL_HOST_TOKEN: token, STEWARD_HOME: '/var/steward' });
    expect(settings).toEqual({
      port: 7713,
      token,
      directory: '/var/steward/local-host',
      maxModels: 16,
      maxInFlight: 64,
      startPatience: 15_000,
    });
  });

  it('local host settings: all faults are told at once, and never the token', () => {
    const secret = 'too-short-a-secret';
    const refusal = refusalOf(() =>
      parseLocalHostSettings({
        STEWARD_LOCAL_HOST_TOKEN: secret,
        STEWARD_LOCAL_HOST_PORT: '70000',
        STEWARD_LOCAL_HOST_MODELS: '1',
      }),
    );
    for (const name of ['TOKEN', 'PORT', 'MODELS']) expect(refusal.message).toContain(`STEWARD_LOCAL_HOST_${name}`);
    expect(refusal.message).not.toContain(secret);
  });
});

describe('local host log', () => {
  it('local host log: is JSON lines without the token', () => {
    const lines: string[] = [];
    const log = createLineLogger((line) => lines.push(line), token).child({ release: 'r1' });
    log.warn('refused', { path: `/-/${token}`, error: new StewardError('target_full', { limit: 4 }) });
    log.error('broken', { error: new Error(`Bearer ${token}`) });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', message: 'refused', release: 'r1', path: '/-/[redacted]', error: { code: 'target_full' } },
      { level: 'error', message: 'broken', error: { message: 'Bearer [redacted]' } },
    ]);
  });
});
