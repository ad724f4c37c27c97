import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes } from '../../../formats/hash';
import { parseSettings } from '../../../formats/settings/parse-settings';
import { createLogger } from '../../../worker/logging/logger';
import { createKeeping } from '../../../worker/wiring/create-keeping';
import { samplePackage, extractSampleModel } from '../../contracts/sample-package';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { describeWithRegistry } from '../../support/describe-with-registry';
import { account, startRegistry } from '../../support/registry-server';
import { scratchFolder } from '../../support/scratch-folder';

describeWithRegistry('where packages and images are kept', () => {
  const folder = scratchFolder();

  it('where packages and images are kept: by settings, in a registry with a password that is told nowhere', async () => {
    const registry = await startRegistry(folder, { password: true });
    const lines: string[] = [];
    // The logger knows of no secret: whatever were in a line would be seen.
    const output = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ process: 'test', level: 'debug', secrets: [], output });
    const settings = (password: string) =>
      parseSettings('builder', {
        STEWARD_DATABASE_URL: 'postgres://app@127.0.0.1:5432/steward',
        TEMPORAL_ADDRESS: '127.0.0.1:7233',
        STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:7713/',
        STEWARD_LOCAL_HOST_TOKEN: 'x'.repeat(24),
        STEWARD_HEALTH_PORT: '7714',
        STEWARD_REGISTRY: `${registry.host}/team/steward`,
        STEWARD_REGISTRY_USER: account.user,
        STEWARD_REGISTRY_PASSWORD: password,
      });
    const { store, place, close } = createKeeping(settings(account.password), logger);
    await writeFile(join(folder, 'archive'), 'archive');
    await store.putPackage(join(folder, 'archive'), hashBytes('archive'), {});
    const workDirectory = join(folder, 'builds');
    const builder = createAppendBuilder({ place, workDirectory, extractModel: extractSampleModel });
    const request = {
      project: 'hmeq',
      label: 'v4',
      base: { kind: 'scratch' },
      ...(await samplePackage(folder)),
    } as const;
    const { digest } = await builder.build(request);
    const { reference } = await builder.publish(digest, 'hmeq', 'v4');
    expect(reference).toBe(`${registry.host}/team/steward/hmeq@${digest}`);
    const wrong = createKeeping(settings(`${account.password}!`), logger);
    await wrong.store.hasPackage(hashBytes('archive')).catch((error: unknown) => logger.error('it failed', { error }));
    expect(lines.join('')).toContain('image_registry_login');
    expect(lines.join('')).toContain('sends to the registry');
    expect(lines.join('')).not.toContain(account.password);
    expect(lines.join('')).not.toContain(Buffer.from(`${account.user}:${account.password}`).toString('base64'));
    await Promise.all([close(), wrong.close()]);
    await registry.stop();
  });
});
