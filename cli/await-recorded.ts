import { countReferences } from '../database/scored-rows';
import type { ClientRow } from '../serving/client/read-rows';
import type { ScoringRun } from '../serving/client/score-rows';
import type { CliContext } from './context';

const pauseMs = 100;
const tries = 40;
/** A gateway ships in the order of answers, and few requests are under way at once: the last rows tell about all. */
const lastRows = 1_000;

/**
 * Waits until the record has the last of the rows that were scored, about four seconds at most, and says whether it has:
 * outcomes that are delivered before their rows wait for them, and whoever delivers them at once should know.
 */
export async function awaitRecorded(
  { database, client, interruption }: CliContext,
  at: { readonly project: string; readonly environment: string },
  rows: readonly ClientRow[],
  run: ScoringRun,
): Promise<readonly string[]> {
  if (run.stopped !== undefined || run.scored === 0) return [];
  const last = rows
    .filter((_, index) => !Number.isNaN(run.scores[index]))
    .slice(-lastRows)
    .map(({ reference }) => reference);
  const wanted = new Set(last).size;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if ((await countReferences(database(), at, last)) === wanted) return ['All of them are recorded.'];
    if (interruption().aborted) break;
    await client.wait(pauseMs, interruption());
  }
  return ['They wait to be recorded: outcomes that are delivered now are kept and count when the rows come.'];
}
