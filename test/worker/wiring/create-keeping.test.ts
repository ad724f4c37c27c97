import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../../formats/settings/parse-settings';
import { createKeeping } from '../../../worker/wiring/create-keeping';
import { createLogger } from '../../../worker/logging/logger';
import { refusalOf } from '../../support/refusal-of';
import { scratchFolder } from '../../support/scratch-folder';

describe('where packages and images are kept', () => {
  const folder = scratchFolder();
  const logger = createLogger({ process: 'test', level: 'error', secrets: [] });
  const keeping = (given: Record<string, string>) =>
    createKeeping(
      parseSettings('builder', {
        STEWARD_DATABASE_URL: 'postgres://app@127.0.0.1:5432/steward',
        TEMPORAL_ADDRESS: '127.0.0.1:7233',
        STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:7713/',
        STEWARD_LOCAL_HOST_TOKEN: 'x'.repeat(24),
        STEWARD_HEALTH_PORT: '7714',
        STEWARD_STORE_DIR: join(folder, 'store'),
        ...given,
      }),
      logger,
    );
  const name = { digest: `sha256:${'0'.repeat(64)}`, project: 'hmeq', tag: 'v4' } as const;

  it('where packages and images are kept: in the layout folder unless a registry is named', async () => {
    expect(await keeping({ NO_PROXY: 'x' }).place.find(name)).toBeUndefined();
    const away = keeping({ STEWARD_REGISTRY: '127.0.0.1:1/steward' });
    expect(away.place.openBase('127.0.0.1:1/a').repository).toBe('127.0.0.1:1/a');
    await expect(
      keeping({ STEWARD_REGISTRY: 'host/steward' }).place.find({ ...name, project: 'A' }),
    ).rejects.toMatchObject({
      code: 'image_reference_invalid',
    });
  });

  it('where packages and images are kept: settings that do not go together are told at the start', () => {
    const registry = { STEWARD_REGISTRY: 'registry.example.com/steward' };
    const code = (given: Record<string, string>) => refusalOf(() => keeping({ ...registry, ...given })).code;
    expect(code({ STEWARD_REGISTRY: 'https://registry.example.com' })).toBe('image_reference_invalid');
    expect(code({ STEWARD_REGISTRY_USER: 'steward' })).toBe('settings_invalid');
    expect(code({ STEWARD_REGISTRY_PASSWORD: 'planted' })).toBe('settings_invalid');
    const both = { STEWARD_REGISTRY_PASSWORD: 'planted', STEWARD_REGISTRY_SERVICE_ACCOUNT: 'credit-risk/steward' };
    expect(code(both)).toBe('settings_invalid');
    expect(code({ STEWARD_REGISTRY_SERVICE_ACCOUNT: 'steward' })).toBe('settings_invalid');
    expect(code({ STEWARD_REGISTRY_CA_FILE: join(folder, 'none') })).toBe('settings_invalid');
    writeFileSync(join(folder, 'ca.pem'), 'none');
    expect(code({ STEWARD_REGISTRY_CA_FILE: join(folder, 'ca.pem') })).toBe('settings_invalid');
  });
});
