import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { connectDatabase } from '../../../database/database';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import { extractModel } from '../../../formats/package/model-files';
import { parseSettings } from '../../../formats/settings/parse-settings';
import { createScoring } from '../../../worker/wiring/create-scoring';
import { samplePackage } from '../../contracts/sample-package';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const needed = {
  STEWARD_EXCHANGE_LISTEN: '127.0.0.1:9',
  STEWARD_EXCHANGE_URL: 'http://127.0.0.1:9',
  STEWARD_GATEWAY_IMAGE: `registry.example/steward@sha256:${'0'.repeat(64)}`,
  STEWARD_REGISTRY: 'registry.example/credit',
};

/** Neither way gets far here: the cluster has no kubeconfig, and what would run beside us is no archive. */
async function failureOf(settings: Readonly<Record<string, string>>): Promise<unknown> {
  const { manifest } = await samplePackage(folder);
  const resources = { cpu: '1', memory: '1Gi' };
  const order: ScoringOrder = {
    ...{ project: 'hmeq', environment: 'production', retraining: 5, model: 'candidate', manifest, bases: [] },
    target: {
      ...{ kind: 'kubernetes', namespace: 'models', replicas: 1, resources, recorderSecret: 'steward-recorder' },
      ...{ probesFrom: [], spoolMegabytes: 16 },
    },
    ...{ archive: `${folder}/none.zip`, count: 0, rows: () => [], signal: new AbortController().signal },
  };
  const place = createLayoutPlace({ directory: folder });
  const url = 'postgres://nobody@127.0.0.1:9/nothing';
  const releases: Parameters<typeof createScoring>[0]['releases'] = {
    database: connectDatabase({ url }),
    builder: createAppendBuilder({ place, workDirectory: folder, extractModel }),
    withWorkDirectory: (work) => work(folder),
  };
  const builder = parseSettings('builder', {
    ...{ STEWARD_HOME: folder, STEWARD_KUBECONFIG: `${folder}/none`, STEWARD_HEALTH_PORT: '0' },
    ...{ STEWARD_DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:9' },
    ...settings,
  });
  const program = { script: 'none.js', execArgv: [], environment: {} };
  return createScoring({ settings: builder, releases, program })
    .score(order)
    .catch((error: unknown) => error);
}

describe('where a builder has models scored', () => {
  it('the builder: asks the cluster that an environment is in if its settings say all that this takes', async () => {
    expect(await failureOf(needed)).toMatchObject({ code: 'cluster_settings_invalid' });
  });

  it.each(Object.keys(needed))('the builder: runs models beside itself without %s', async (setting) => {
    const settings = Object.fromEntries(Object.entries(needed).filter(([name]) => name !== setting));
    expect(await failureOf(settings)).toMatchObject({ message: expect.stringContaining('none.zip') as string });
  });
});
