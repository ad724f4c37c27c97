import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { recordProcess } from './process-records';
import { testServers } from './run-state';

/**
 * A Temporal server of this test file alone that skips time while a workflow's result is awaited. Start one a file
 * (skipping is global to the server) and call `teardown()` at its end.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const { timeSkippingProgram, folder } = testServers();
  const name = path.join(folder, `time-skipping-${process.pid}-${process.hrtime.bigint()}`);
  // The wrapper leaves its number before it becomes the server, so that a test file that dies leaves no server behind.
  await writeFile(`${name}.sh`, `#!/bin/sh\necho $$ > '${name}.pid'\nexec '${timeSkippingProgram}' "$@"\n`, {
    mode: 0o700,
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: `${name}.sh` } },
  });
  recordProcess(Number(await readFile(`${name}.pid`, 'utf8')), folder);
  return environment;
}
