import { join } from 'node:path';
import { connectDatabase } from '../../../database/database';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { parseSettings } from '../../../formats/settings/parse-settings';
import { connectClient } from '../../../workflows/client/connect-client';
import { createDependencies } from '../../../worker/wiring/create-dependencies';
import { createKeeping } from '../../../worker/wiring/create-keeping';
import { recordingLogger } from '../../bot/teams/edge-fixture';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallPackage } from '../../support/small-package';

/** Nothing is connected to: clients connect when they are first used. */
function dependenciesOf(given: Readonly<Record<string, string>>) {
  const url = 'postgres://nobody@127.0.0.1:9/nothing';
  const settings = parseSettings('builder', {
    ...{ STEWARD_DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:9', STEWARD_HEALTH_PORT: '0', ...given },
  });
  const logger = recordingLogger([]);
  const { client } = connectClient({ address: settings.TEMPORAL_ADDRESS, namespace: 'none', tls: false });
  const keeping = createKeeping(settings, logger);
  return createDependencies({ settings, database: connectDatabase({ url }), client, logger, keeping });
}

const targetsOf = (given: Readonly<Record<string, string>>) => dependenciesOf(given).target;

const [address, token] = [
  { STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:9' },
  { STEWARD_LOCAL_HOST_TOKEN: 'x'.repeat(24) },
];

describe('targets of worker and builder', () => {
  it('targets of worker and builder: a local one needs the local host, and names the setting that is missing', () => {
    expect(targetsOf({ ...address, ...token })({ kind: 'local' })).toHaveProperty('supports');
    for (const [given, setting] of [
      [{}, 'STEWARD_LOCAL_HOST_URL'],
      [address, 'STEWARD_LOCAL_HOST_TOKEN'],
    ] as const)
      expect(() => targetsOf(given)({ kind: 'local' })).toThrow(
        expect.objectContaining({ code: 'setting_missing_for_target', details: { target: 'local', setting } }) as Error,
      );
  });
});

describe('the builder of worker and builder', () => {
  const folder = scratchFolder();

  it('the builder of worker and builder: asks a daemon where the settings say so, and only there', async () => {
    const packagePath = join(folder, 'package.zip');
    await writeSmallPackage(packagePath, 1);
    const manifest = await inspectPackage(packagePath, join(folder, 'inspected'));
    const request = { project: 'hmeq', label: 'v1', base: { kind: 'scratch' }, packagePath, manifest } as const;
    const nowhere = { STEWARD_HOME: folder, STEWARD_DOCKER_HOST: join(folder, 'no-socket') };
    expect(await dependenciesOf(nowhere).builder.build(request)).toHaveProperty('digest');
    const { builder } = dependenciesOf({ ...nowhere, STEWARD_BUILDER: 'docker' });
    await expect(builder.build(request)).rejects.toMatchObject({ code: 'docker_away' });
    expect(() => dependenciesOf({ STEWARD_BUILDER: 'podman' })).toThrow('STEWARD_BUILDER: must be append or docker');
  });
});
