import { ensureMonitors } from '../../activities/reconcile/ensure-monitors';
import { type MonitoringStory, monitoringPolicy, onDay, startMonitoringStory } from '../support/monitoring-rows';

let story: MonitoringStory;

beforeEach(async () => {
  story = await startMonitoringStory();
});

afterEach(() => story.end());

/** The monitors that a sweep in each of ten minutes asks for, and what it could not start. */
async function sweep(refuse = false): Promise<{ asked: string[]; woken: string[]; reported: number }> {
  const asked: string[] = [];
  const woken: string[] = [];
  let reported = 0;
  for (let minute = 0; minute < 10; minute += 1)
    await ensureMonitors({
      database: story.database,
      now: () => onDay(0, minute * 60_000),
      ensureMonitor: (project, environment) => {
        asked.push(`${project}/${environment}`);
        return refuse ? Promise.reject(new Error('away')) : Promise.resolve();
      },
      wakeMonitor: (project, environment) => Promise.resolve(void woken.push(`${project}/${environment}`)),
      reportMonitor: () => void (reported += 1),
    });
  return { asked, woken, reported };
}

describe('the sweep of monitors', () => {
  it('asks for the monitor of an environment until something was judged there, then once in ten minutes', async () => {
    expect((await sweep()).asked).toEqual([]);
    await story.serve('1', onDay(0));
    expect((await sweep()).asked).toHaveLength(10);
    await story.look();
    expect((await sweep()).asked).toEqual(['hmeq/production']);
  });

  it('wakes a monitor until it has looked under the project file that is applied', async () => {
    await story.serve('1', onDay(0));
    story.at = '2001-01-01T00:00:00.000Z';
    await story.look();
    expect(await sweep()).toMatchObject({ asked: [], woken: Array.from({ length: 10 }, () => 'hmeq/production') });
    story.at = onDay(0);
    await story.look();
    expect(await sweep()).toMatchObject({ asked: ['hmeq/production'], woken: [] });
  });

  it('reports a monitor that cannot be started and goes on', async () => {
    await story.serve('1', onDay(0));
    expect(await sweep(true)).toMatchObject({ reported: 10 });
  });

  it('leaves environments alone that nobody wants judged', async () => {
    await story.serve('1', onDay(0));
    await story.apply(monitoringPolicy({ environments: ['staging'] }));
    expect((await sweep()).asked).toEqual([]);
    await story.apply(undefined);
    expect((await sweep()).asked).toEqual([]);
  });
});
