import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorText } from '../../domain/errors';
import { parseSettings } from '../../formats/settings/parse-settings';
import { type CarryDeps, deliverResults, fetchDataset } from './carry';

/** `carrier fetch FOLDER` brings the dataset to a trainer's Pod, `carrier deliver FOLDER` sends what the trainer left. */
async function main([verb, folder]: readonly string[]): Promise<void> {
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
  throw new Error('say fetch or deliver, and a folder');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
