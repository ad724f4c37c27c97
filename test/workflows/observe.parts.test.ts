import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { taskQueues } from '../../domain/task-queues';
import { createActivityInterceptors } from '../../worker/temporal/activity-interceptor';
import { startObserving } from '../../workflows/client/start-observing';
import { type LogLine, recordingLogger } from '../bot/teams/edge-fixture';
import { keepHistory } from '../support/keep-histories';
import { startTimeSkipping } from '../support/time-skipping';
import { workflowBundle } from '../support/workflow-bundle';

jest.setTimeout(240_000);

let environment: TestWorkflowEnvironment;
let worker: Worker;
let ended: Promise<void>;
/** When each look was taken, in ms of the skipped time. */
const looks: number[] = [];
const shown: number[] = [];
const lines: LogLine[] = [];
let checks = 0;
const everyMs = 60_000;

beforeAll(async () => {
  environment = await startTimeSkipping();
  worker = await Worker.create({
    ...{ connection: environment.nativeConnection, taskQueue: taskQueues.main, workflowBundle: await workflowBundle() },
    activities: {
      /** The second look breaks off; the third has two alerts, of which one cannot be shown. */
      observeAll: async () => {
        looks.push(await environment.currentTimeMs());
        if (looks.length === 2) throw new Error('PostgreSQL is away');
        return looks.length === 3 ? [8, 9] : [];
      },
      /** The fourth check finds a lost image; the fifth breaks off. */
      checkImages: () => {
        checks += 1;
        if (checks === 5) return Promise.reject(new Error('PostgreSQL is away'));
        return Promise.resolve(checks === 4 ? [10] : []);
      },
      showAlert: ({ alert }: { alert: number }) => {
        if (alert === 8) return Promise.reject(new Error('the channel is away'));
        return Promise.resolve(void shown.push(alert));
      },
    },
    interceptors: {
      activity: [createActivityInterceptors({ logger: recordingLogger(lines), redact: (text) => text })],
    },
  });
  ended = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await ended;
  await environment.teardown();
});

describe('the workflow that looks at what serves', () => {
  it('looks each minute, whatever breaks off, and shows the cards that changed', async () => {
    await startObserving(environment.client, { everyMs });
    await startObserving(environment.client, { everyMs });
    await environment.sleep(5.5 * everyMs);
    expect(looks.length).toBeGreaterThanOrEqual(5);
    const [first = 0, , third = 0, fourth = 0, fifth = 0] = looks;
    expect([third - first, fourth - first, fifth - fourth].every((ms) => ms > 0.9 * everyMs)).toBe(true);
    expect(shown).toEqual([9, 10]);
    const handle = environment.client.workflow.getHandle('observe');
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    await keepHistory(environment.client, 'observe', 'observe-looks');
  });

  it('goes on in a run of its own after two hundred looks', async () => {
    await startObserving(environment.client, { everyMs });
    const handle = environment.client.workflow.getHandle('observe');
    const { runId } = await handle.describe();
    await environment.sleep(205 * everyMs);
    expect((await handle.describe()).runId).not.toBe(runId);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
  });
});
