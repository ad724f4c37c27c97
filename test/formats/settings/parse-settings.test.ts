import { StewardError } from '../../../domain/errors';
import { listSecrets } from '../../../formats/settings/list-secrets';
import { type Environment, parseSettings } from '../../../formats/settings/parse-settings';
import { resolveSecretFiles } from '../../../formats/settings/resolve-secret-files';
import {
  type ProcessName,
  processSettings,
  type Setting,
  settingsTable,
} from '../../../formats/settings/settings-table';

const worker: Environment = {
  STEWARD_DATABASE_URL: 'postgres://app:s3cret@127.0.0.1:5432/steward',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:7713/',
  STEWARD_LOCAL_HOST_TOKEN: 'x'.repeat(24),
  STEWARD_HEALTH_PORT: '7714',
};

function refusalOf(work: () => unknown): StewardError {
  try {
    work();
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('settings', () => {
  it('fills in what is standard, typed, with folders below the home', () => {
    expect(parseSettings('worker', { ...worker, STEWARD_HOME: '/srv/steward', TEMPORAL_TLS: ' true ' })).toMatchObject({
      STEWARD_HOME: '/srv/steward',
      STEWARD_LOG_LEVEL: 'info',
      STEWARD_STORE_DIR: '/srv/steward/store',
      STEWARD_UPLOADS_DIR: '/srv/steward/uploads',
      STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:7713',
      STEWARD_HEALTH_PORT: 7714,
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TLS: true,
    });
  });

  it('gives a process its own settings and nothing else', () => {
    const settings = parseSettings('migrate', { ...worker, STEWARD_DATABASE_OWNER_URL: 'postgres://o:p@h/d' });
    expect(Object.keys(settings).sort()).toEqual(['STEWARD_DATABASE_OWNER_URL']);
  });

  it('tells every mistake at once, with the cure, and never the value of a secret', () => {
    const refusal = refusalOf(() =>
      parseSettings('worker', {
        ...worker,
        STEWARD_LOG_LEVEL: 'loud',
        STEWARD_DATABASE_URL: 'mysql://app:s3cret@h/d',
        STEWARD_LOCAL_HOST_TOKEN: 'tooshort',
        STEWARD_HEALTH_PORT: '70000',
        TEMPORAL_ADDRESS: '',
        TEMPORAL_TLS: 'yes',
      }),
    );
    expect(refusal.code).toBe('settings_invalid');
    expect(String(refusal.details['problems']).split('\n')).toEqual([
      '- STEWARD_LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, not "loud"',
      '- STEWARD_DATABASE_URL: must be an address such as postgres://user:password@host:5432/steward',
      '- TEMPORAL_ADDRESS: is missing; set it to the host and port of the Temporal cluster',
      '- TEMPORAL_TLS: must be true or false, not "yes"',
      '- STEWARD_LOCAL_HOST_TOKEN: must have at least 24 characters',
      '- STEWARD_HEALTH_PORT: must be a whole number from 0 to 65535, not "70000"',
    ]);
    expect(refusal.message).not.toMatch(/s3cret|tooshort/);
  });

  it('reads secrets from the files that are named, without the line break at the end', () => {
    const resolved = resolveSecretFiles(
      { ...worker, STEWARD_LOCAL_HOST_TOKEN: '', STEWARD_LOCAL_HOST_TOKEN_FILE: '/run/token' },
      (path) => (path === '/run/token' ? `${'y'.repeat(24)}\n` : ''),
    );
    expect(parseSettings('worker', resolved).STEWARD_LOCAL_HOST_TOKEN).toBe('y'.repeat(24));
  });

  it('refuses a secret that is given both ways, missing, empty or huge', () => {
    const files: Environment = {
      STEWARD_LOCAL_HOST_TOKEN: 'x',
      STEWARD_LOCAL_HOST_TOKEN_FILE: '/both',
      STEWARD_BOT_PASSWORD_FILE: '/none',
      TEMPORAL_API_KEY_FILE: '/empty',
      STEWARD_BOT_CERTIFICATE_KEY_FILE: '/huge',
    };
    const refusal = refusalOf(() =>
      resolveSecretFiles(files, (path) => {
        if (path === '/none') throw new Error('ENOENT: no such file');
        return path === '/huge' ? 'k'.repeat(100_000) : '';
      }),
    );
    expect(refusal.details['count']).toBe(4);
    expect(refusal.message).toContain('STEWARD_LOCAL_HOST_TOKEN: is given itself and by STEWARD_LOCAL_HOST_TOKEN_FILE');
    expect(refusal.message).toContain('STEWARD_BOT_PASSWORD_FILE: cannot be read: ENOENT');
    expect(refusal.message).not.toContain('kkk');
  });

  it('lists what logs must never show, passwords inside addresses included', () => {
    expect(listSecrets({ ...worker, STEWARD_DATABASE_URL: 'postgres://app:s%40crt@h/d' })).toEqual([
      'postgres://app:s%40crt@h/d',
      's%40crt',
      's@crt',
      'x'.repeat(24),
    ]);
  });

  it('has a standard value that its own rule accepts, for every setting that has one', () => {
    for (const [name, { standard, schema }] of Object.entries<Setting>(settingsTable))
      if (standard !== undefined) expect([name, schema.safeParse(standard).success]).toEqual([name, true]);
  });

  it('gives every setting to some process', () => {
    const read = new Set((Object.keys(processSettings) as ProcessName[]).flatMap((name) => [...processSettings[name]]));
    expect(Object.keys(settingsTable).filter((name) => !read.has(name as never))).toEqual([]);
  });
});
