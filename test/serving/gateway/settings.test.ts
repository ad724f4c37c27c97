import { parseGatewaySettings } from '../../../serving/gateway/parse-settings';
import { createLineLogger } from '../../../serving/write-log';
import { refusalOf } from '../../support/refusal-of';
import { deployment } from './gateway-bench';

const given = {
  STEWARD_GATEWAY_DATABASE_URL: 'postgres://recorder:a-secret-word@db:5432/steward',
  STEWARD_GATEWAY_MODEL_URL: 'http://127.0.0.1:8501',
  STEWARD_GATEWAY_SPOOL_DIR: '/spool',
  STEWARD_GATEWAY_DEPLOYMENT: JSON.stringify(deployment),
};

describe('gateway settings', () => {
  it('gateway settings: the deployment is read, the rest has standards', () => {
    expect(parseGatewaySettings(given)).toEqual({
      host: '127.0.0.1',
      port: 0,
      model: new URL('http://127.0.0.1:8501'),
      databaseUrl: given.STEWARD_GATEWAY_DATABASE_URL,
      directory: '/spool',
      maxSpool: 1024 * 1024 * 1024,
      deployment,
    });
  });

  it('gateway settings: a contract of 500 inputs fits', () => {
    const inputs = Array.from({ length: 500 }, (_, at) => ({ name: `a_long_name_of_an_input_${at}`, type: 'number' }));
    const wide = JSON.stringify({ ...deployment, contract: { ...deployment.contract, inputs } });
    expect(
      parseGatewaySettings({ ...given, STEWARD_GATEWAY_DEPLOYMENT: wide }).deployment.contract.inputs,
    ).toHaveLength(500);
  });

  it.each([
    ['an address that is not on this machine', { STEWARD_GATEWAY_MODEL_URL: 'https://model' }, 'http://'],
    ['a deployment that is no JSON', { STEWARD_GATEWAY_DEPLOYMENT: '{' }, 'is no JSON'],
    [
      'a deployment with something missing',
      { STEWARD_GATEWAY_DEPLOYMENT: JSON.stringify({ ...deployment, packageDigest: 'v4' }) },
      'packageDigest: must be a sha256 digest',
    ],
  ])('gateway settings: refuses %s', (_, change, why) => {
    const refusal = refusalOf(() => parseGatewaySettings({ ...given, ...change }));
    expect(refusal.code).toBe('settings_invalid');
    expect(refusal.message).toContain(why);
    expect(refusal.message).not.toContain('a-secret-word');
  });

  it('gateway log: is JSON lines without secrets, wherever they are', () => {
    const lines: string[] = [];
    const secrets = ['a-secret-word'];
    const log = createLineLogger({ write: (line) => lines.push(line), process: 'gateway', secrets }, { release: 17 });
    log.warn('a-secret-word', { error: new Error('no a-secret-word'), deep: { list: ['a-secret-word'] } });
    expect(lines.join('')).not.toContain('a-secret-word');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', process: 'gateway', release: 17 });
  });
});
