import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { historiesFolder } from '../support/keep-histories';
import { workflowBundle } from '../support/workflow-bundle';

const kept = readdirSync(historiesFolder).filter((name) => name.endsWith('.json'));

describe('kept histories', () => {
  it('are there for every way a release, a retraining, a monitor or a look can go, and an import of outcomes', () => {
    expect(kept.map((name) => path.basename(name, '.json')).sort()).toEqual([
      'announce-import',
      'monitor-asked',
      'monitor-by-timer',
      'monitor-look-broken',
      'monitor-woken',
      'observe-looks',
      'release-approved',
      'release-cancelled',
      'release-click-without-worker',
      'release-expired',
      'release-rollback',
      'retrain-better',
      'retrain-builder-stopped',
      'retrain-cancelled',
      'retrain-not-better',
    ]);
  });

  it.each(kept)('%s holds no path of the machine that it ran on', (name) => {
    expect(readFileSync(path.join(historiesFolder, name), 'utf8')).not.toMatch(/"stackTrace":\s*"[^"]|\.[jt]s:\d/);
  });

  it.each(kept)('%s replays with the workflow code of today', async (name) => {
    const history = historyFromJSON(JSON.parse(readFileSync(path.join(historiesFolder, name), 'utf8')));
    const worker = { workflowBundle: await workflowBundle() };
    await expect(Worker.runReplayHistory(worker, history, name)).resolves.toBeUndefined();
  });
});
