import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { createMonitoringActivities } from '../../activities/monitoring';
import { StewardError } from '../../domain/errors';
import type { MonitorEngine } from '../../domain/ports/engine';
import { monitorWorkflowId } from '../../domain/ids';
import { taskQueues } from '../../domain/task-queues';
import { createActivityInterceptors } from '../../worker/temporal/activity-interceptor';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import { messageNames } from '../../workflows/message-names';
import type { EvaluateRequest } from '../../workflows/names';
import { type LogLine, recordingLogger } from '../bot/teams/edge-fixture';
import { keepHistory } from '../support/keep-histories';
import {
  makeRows,
  type MonitoringStory,
  monitoringPolicy,
  onDay,
  retrainingPolicy,
  startMonitoringStory,
} from '../support/monitoring-rows';
import { setDatabaseAway } from '../support/set-database-away';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';
import { workflowBundle } from '../support/workflow-bundle';

jest.setTimeout(120_000);

let temporal: TestTemporal;
let story: MonitoringStory;
let engine: Pick<MonitorEngine, 'ensureMonitor' | 'wakeMonitor' | 'evaluate'>;
let stopWorker: () => Promise<void>;
const told: string[] = [];
const lines: LogLine[] = [];

beforeEach(async () => {
  temporal = await connectTestTemporal();
  story = await startMonitoringStory();
  engine = createMonitorEngine(temporal.client);
  stopWorker = await startWorker();
  told.length = 0;
});

afterEach(async () => {
  await stopWorker();
  await story.end();
  await temporal.close();
});

const id = monitorWorkflowId('hmeq', 'production');
const place = { project: 'hmeq', environment: 'production' };

/** The monitor's own activities on PostgreSQL; what other rooms do with what they find is noted. */
async function startWorker(
  change: Partial<ReturnType<typeof createMonitoringActivities>> = {},
): Promise<() => Promise<void>> {
  const { connection, namespace } = temporal;
  const note = (what: string) => (key: unknown) => Promise.resolve(void told.push(`${what} ${JSON.stringify(key)}`));
  const worker = await Worker.create({
    ...{ connection, namespace, taskQueue: taskQueues.main, workflowBundle: await workflowBundle() },
    activities: {
      ...createMonitoringActivities({
        database: story.database,
        now: () => story.at,
        retrainingRoom: () => Promise.resolve(story.room),
        report: ({ error }) => void story.broken.push(error),
      }),
      ...change,
      showAlert: note('showAlert'),
      tellAllIsWell: note('tellAllIsWell'),
      openAutomaticRetraining: note('openAutomaticRetraining'),
    },
    interceptors: {
      activity: [createActivityInterceptors({ logger: recordingLogger(lines), redact: (text) => text })],
    },
    stickyQueueScheduleToStartTimeout: '1s',
  });
  const ended = worker.run();
  return async () => {
    worker.shutdown();
    await ended;
  };
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(20);
  }
  throw new Error('it never came');
}

const evaluated = (count: number) =>
  until(async () => {
    const found = await story.evaluations();
    return found.length >= count ? found : undefined;
  });

describe('a monitor', () => {
  it('looks by its timer, as the project file says by then, and ends when nothing is judged any more', async () => {
    await story.serve('1', onDay(0));
    await story.apply(monitoringPolicy({ everyMs: 50 }));
    await engine.ensureMonitor('hmeq', 'production');
    await engine.ensureMonitor('hmeq', 'production');
    await evaluated(3);
    await story.apply(undefined);
    await temporal.client.workflow.getHandle(id).result();
    await keepHistory(temporal.client, id, 'monitor-by-timer');
    await expect(engine.evaluate({ ...place, cause: 'asked' }, 5_000)).rejects.toMatchObject({ code: 'not_monitored' });
  });

  it('looks when it is woken, under the policy that is applied by then', async () => {
    await story.serve('1', onDay(0));
    await engine.ensureMonitor('hmeq', 'production');
    await evaluated(1);
    await story.apply(monitoringPolicy({ everyMs: 50 }));
    await engine.wakeMonitor('hmeq', 'production');
    expect((await evaluated(3)).every(({ cause }) => cause === 'timer')).toBe(true);
    await story.apply(undefined);
    await temporal.client.workflow.getHandle(id).result();
    await keepHistory(temporal.client, id, 'monitor-woken');
  });

  it('looks when somebody asks, and answers with the evaluation; what follows is done by the others', async () => {
    await story.apply(monitoringPolicy({ consecutive: 1 }), { retraining: retrainingPolicy() });
    const release = await story.serve('1', onDay(0));
    for (const [name, day, quality] of [
      ['a', 1, 'good'],
      ['b', 2, 'poor'],
    ] as const) {
      const { rows, outcomes } = makeRows(name, 20, onDay(day), quality);
      await story.score(release, 'v1', rows);
      await story.know(outcomes(onDay(day + 9)));
    }
    story.at = onDay(20);
    expect(await engine.evaluate({ ...place, cause: 'asked', by: 'dana' }, 20_000)).toEqual({ evaluation: 2 });
    await until(() => Promise.resolve(told.length >= 3 ? told : undefined));
    expect([...told].sort()).toEqual([
      'openAutomaticRetraining {"project":"hmeq","environment":"production","alert":1}',
      'showAlert {"alert":1}',
      'tellAllIsWell {"evaluation":1}',
    ]);
    const { evaluation } = (await engine.evaluate({ ...place, cause: 'outcomes' }, 20_000)) as { evaluation: number };
    expect((await story.evaluations()).find(({ number }) => number === evaluation)).toMatchObject({
      ...{ state: 'immature', cause: 'outcomes' },
    });
    await story.apply(undefined);
    await expect(engine.evaluate({ ...place, cause: 'asked' }, 20_000)).rejects.toMatchObject({
      code: 'not_monitored',
    });
    await temporal.client.workflow.getHandle(id).result();
    await keepHistory(temporal.client, id, 'monitor-asked');
  });

  it('says that it works on it when no worker is up, and does it when one is', async () => {
    await story.serve('1', onDay(0));
    await stopWorker();
    expect(await engine.evaluate({ ...place, cause: 'asked', by: 'dana' }, 500)).toBe('working');
    stopWorker = await startWorker();
    expect((await evaluated(1))[0]).toMatchObject({ state: 'immature', askedBy: 'dana' });
  });

  it('goes on by itself when the database was away during a look', async () => {
    await story.serve('1', onDay(0));
    await engine.evaluate({ ...place, cause: 'asked' }, 20_000);
    await setDatabaseAway(story.ownerUrl, true);
    const asked = engine.evaluate({ ...place, cause: 'asked' }, 60_000);
    await until(() => Promise.resolve(lines.some(({ message }) => message === 'an activity failed') || undefined));
    await setDatabaseAway(story.ownerUrl, false);
    expect(await asked).toEqual({ evaluation: 2 });
  });

  it('puts looks that cannot be taken on record, which alerts, and goes on', async () => {
    await story.serve('1', onDay(0));
    await stopWorker();
    stopWorker = await startWorker({
      evaluateDue: () => Promise.reject(new StewardError('window_changed', { window: 1 })),
    });
    const asked = { ...place, cause: 'asked', by: 'dana' } as const;
    expect(await engine.evaluate(asked, 300)).toBe('working');
    await evaluated(1);
    expect(await engine.evaluate(asked, 300)).toBe('working');
    const [first, second] = await evaluated(2);
    expect([first, second]).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
    expect(first?.why).toMatchObject({ code: 'evaluation_failed', details: { version: 'v1', rule: 'failed' } });
    await until(() => Promise.resolve(told.includes('showAlert {"alert":1}') || undefined));
    await stopWorker();
    stopWorker = await startWorker();
    await engine.evaluate(asked, 20_000);
    expect((await story.evaluations()).at(-1)).toMatchObject({ state: 'immature' });
    await story.apply(undefined);
    await expect(engine.evaluate(asked, 20_000)).rejects.toMatchObject({ code: 'not_monitored' });
    await temporal.client.workflow.getHandle(id).result();
    await keepHistory(temporal.client, id, 'monitor-look-broken');
  });

  it('begins a new run after a hundred looks however many ask meanwhile, and answers them all', async () => {
    const answers: unknown[] = [];
    let looks = 0;
    let late: Promise<unknown> | undefined;
    await stopWorker();
    stopWorker = await startWorker({
      evaluateDue: async (request) => {
        looks += 1;
        if (looks === 100) {
          late = engine.evaluate({ ...place, cause: 'asked', by: 'dana' }, 60_000);
          await until(() => hasAccepted(first, 'dana'));
        }
        return story.look(request);
      },
    });
    await story.serve('1', onDay(0));
    await story.apply(monitoringPolicy({ everyMs: 1 }));
    await engine.ensureMonitor('hmeq', 'production');
    const monitor = temporal.client.workflow.getHandle(id);
    const first = (await monitor.describe()).runId;
    const askUntilTheNextRun = () =>
      until(async () => {
        await monitor.signal<[EvaluateRequest]>(messageNames.evaluate, { cause: 'outcomes' });
        answers.push(await engine.evaluate({ ...place, cause: 'asked' }, 30_000));
        return (await monitor.describe()).runId === first ? undefined : true;
      });
    await Promise.all([askUntilTheNextRun(), askUntilTheNextRun()]);
    answers.push(await late);
    expect(answers.every((answer) => answer !== 'working')).toBe(true);
    expect(answers.at(-1)).toEqual({ evaluation: expect.any(Number) as unknown });
    expect((await story.evaluations()).length).toBeGreaterThanOrEqual(100);
    const started = (await eventsOf(first)).map((event) => event.activityTaskScheduledEventAttributes?.activityType);
    expect(started.filter((type) => type?.name === 'evaluateDue')).toHaveLength(100);
  });
});

async function eventsOf(runId: string) {
  return (await temporal.client.workflow.getHandle(id, runId).fetchHistory()).events ?? [];
}

/** Whether this person's request waits in the run, or was answered by it. */
async function hasAccepted(runId: string, person: string): Promise<true | undefined> {
  const accepted = (await eventsOf(runId)).flatMap(
    (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [],
  );
  return accepted.some(({ data }) => Buffer.from(data ?? []).includes(person)) || undefined;
}
