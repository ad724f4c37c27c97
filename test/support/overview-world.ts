import { beginStep, finishStep, recordSwitched } from '../../database/advance-release';
import { recordClick } from '../../database/clicks';
import type { Database } from '../../database/database';
import { judge } from '../../database/decide-release';
import { getRelease } from '../../database/releases';
import { after, openTestRelease, people, prepareTestRelease, registerTestVersion } from './release-fixtures';

export const scoringAddress = 'http://127.0.0.1:8090/hmeq/production/v1/models/hmeq';

/** A release that waits for its approval; returns its number. */
export async function askForRelease(database: Database, character: string): Promise<number> {
  await registerTestVersion(database, character);
  const { release } = await openTestRelease(database, character);
  await prepareTestRelease(database, release.number, character);
  return release.number;
}

/** One leader approves it, by the click and the rule that a person meets. */
export async function approveRelease(database: Database, release: number): Promise<void> {
  const { approval } = await getRelease(database, release);
  const click = await recordClick(database, {
    ...{ key: `test/${release}`, onRelease: release, release, person: people.leader, verb: 'approve' },
    ...{ shown: approval?.shown ?? '', reason: 'evidence reviewed', clickedAt: after(10) },
  });
  await database.transaction((tx) => judge(tx, click.id, after(11)));
}

/** Everything after the approval, without a target: the release serves, and its last step runs. */
export async function switchRelease(database: Database, release: number): Promise<void> {
  for (const step of ['push', 'stage', 'verify'] as const) {
    await database.transaction((tx) => beginStep(tx, release, step, after(12)));
    await database.transaction((tx) =>
      finishStep(tx, release, step, { at: after(13), detail: `${step} done`, change: {} }),
    );
  }
  await database.transaction((tx) => beginStep(tx, release, 'switch', after(14)));
  const endpoint = { address: scoringAddress, curl: `curl ${scoringAddress}:classify` };
  await database.transaction((tx) =>
    recordSwitched(tx, release, { at: after(15), detail: 'has the traffic', endpoint }),
  );
}
