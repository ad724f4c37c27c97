import { connectDatabase } from '../../../database/database';
import { parseSettings } from '../../../formats/settings/parse-settings';
import { connectClient } from '../../../workflows/client/connect-client';
import { createDependencies } from '../../../worker/wiring/create-dependencies';
import { createKeeping } from '../../../worker/wiring/create-keeping';
import { recordingLogger } from '../../bot/teams/edge-fixture';

/** Nothing is connected to: clients connect when they are first used. */
function targetsOf(local: Readonly<Record<string, string>>) {
  const url = 'postgres://nobody@127.0.0.1:9/nothing';
  const settings = parseSettings('builder', {
    ...{ STEWARD_DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:9', STEWARD_HEALTH_PORT: '0', ...local },
  });
  const logger = recordingLogger([]);
  const { client } = connectClient({ address: settings.TEMPORAL_ADDRESS, namespace: 'none', tls: false });
  const keeping = createKeeping(settings, logger);
  return createDependencies({ settings, database: connectDatabase({ url }), client, logger, keeping }).target;
}

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
