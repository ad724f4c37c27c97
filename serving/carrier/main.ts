import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorText } from '../../domain/errors';
import { parseSettings } from '../../formats/settings/parse-settings';
import { type CarryDeps, deliverResults, fetchDataset } from './carry';
import { scoreRows } from './score';

/**
 * `carrier fetch FOLDER` brings the dataset to a trainer's Pod, `carrier deliver FOLDER` sends what the trainer left;
 * `carrier score FOLDER MODEL` has the model server at that address score the rows that it brings, and sends the scores.
 */
async function main([verb, folder, model]: readonly string[]): Promise<void> {
  const settings = parseSettings('carrier', process.env);
  const deps: CarryDeps = {
    url: settings.STEWARD_CARRIER_URL,
    token: settings.STEWARD_CARRIER_TOKEN,
    fetch,
    pause: (ms) => wait(ms),
    now: Date.now,
  };
  if (folder !== undefined && verb === 'fetch')
    return fetchDataset(deps, path.join(folder, 'dataset.csv'), settings.STEWARD_CARRIER_DATASET);
  if (folder !== undefined && verb === 'deliver') return deliverResults(deps, folder);
  if (folder !== undefined && model !== undefined && verb === 'score')
    return scoreRows(deps, folder, settings.STEWARD_CARRIER_DATASET, model);
  throw new Error('say fetch, deliver or score, a folder, and for score the address of a model');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
