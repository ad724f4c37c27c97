import { rmSync } from 'node:fs';
import { endRecordsOf, forgetProcess } from './process-records';
import { runningServers } from './running-servers';

/** Ends every server of the run in order and removes its folder, also after failed tests. */
export default async function tearDown(): Promise<void> {
  for (const running of runningServers.splice(0)) {
    for (const { pid, stop } of running.stops.reverse()) {
      await stop();
      forgetProcess(pid);
    }
    endRecordsOf(running.folder);
    rmSync(running.folder, { recursive: true, force: true });
  }
}
